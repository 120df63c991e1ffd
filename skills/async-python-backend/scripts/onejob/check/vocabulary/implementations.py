"""What counts as an implementation: the classes and functions that only the factory puts together."""

import re

from onejob.check.reading.facts import Class
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.project.targets import Target

_PLAIN_BASES = frozenset(
    {
        "Protocol",
        "Exception",
        "BaseException",
        "ExceptionGroup",
        "Enum",
        "IntEnum",
        "StrEnum",
        "Flag",
        "IntFlag",
    }
    | {"NamedTuple", "TypedDict", "BaseModel", "RootModel"}
)
_ROLE = re.compile(r"(?:Service|Repository|Repo|Controller|Gateway|Client|Adapter|UnitOfWork)(?:Impl)?$")
_PURE_DECORATORS = ("property", "cached_property", "functools.cached_property", "classmethod", "staticmethod")
_PURE_CALLS = frozenset(
    {"NewType", "TypeVar", "ParamSpec", "TypeAliasType", "namedtuple", "frozenset", "Decimal"}
)


def is_implementation(target: Target, project: Project) -> bool:
    """Whether importing `target` binds the importer to an implementation.

    A Protocol, an exception, an enum, a type alias, a constant and a data class without behaviour do not; a class with
    behaviour, a function, a module-level instance and a whole module do.
    """
    if target.module is None:
        return False
    head = target.symbol.partition(".")[0]
    if not head:
        return True
    found = project.find_class(target._replace(symbol=head))
    if found is not None:
        return has_behaviour(found)
    assignment = target.module.assignments.get(head)
    if assignment is None:
        return True
    made = project.find_class(target.module.resolve(assignment.value.partition("(")[0]))
    return "(" in assignment.value and made is not None and has_behaviour(made)


def has_behaviour(found: Found) -> bool:
    """Whether a class does something: a method that is no property, constructor or special method."""
    if is_plain(found):
        return False
    return bool(_ROLE.search(found.item.name)) or any(
        _is_behaviour(method.name, method.decorators) for method in found.item.methods
    )


def is_plain(found: Found) -> bool:
    """Whether a class is a Protocol, an exception, an enum or a record by its bases."""
    return (
        found.file.project.descends_from(found, *_PLAIN_BASES)
        or found.file.project.is_protocol(found)
        or _is_exception(found.item)
    )


def _is_exception(item: Class) -> bool:
    return item.name.endswith(("Error", "Exception")) and any(
        base.endswith(("Error", "Exception")) for base in item.bases
    )


def _is_behaviour(name: str, decorators: tuple[str, ...]) -> bool:
    return not name.rpartition(".")[2].startswith("_") and not any(
        item.startswith(_PURE_DECORATORS) for item in decorators
    )


def has_role(found: Found) -> bool:
    """Whether a class is a service, repository, controller or gateway: by its name, or because it does something asynchronously."""
    if is_plain(found) or found.file.project.is_orm(found):
        return False
    return bool(_ROLE.search(found.item.name)) or any(
        method.is_async and not method.name.rpartition(".")[2].startswith("_")
        for method in found.item.methods
    )
