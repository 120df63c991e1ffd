"""Implementations of services and repositories, and the Protocols they satisfy."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from onejob.check.reading.facts import Class
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.vocabulary.sessions import names_unit_of_work

_ENDINGS = {"service": ("Service",), "repository": ("Repository", "Repo", "Dao", "DAO")}
_DATA_BASES = frozenset(
    {"NamedTuple", "TypedDict", "Enum", "StrEnum", "IntEnum", "BaseModel", "BaseSettings"}
)
# What an implementation puts before or after the Protocol's stem: SqlOrderRepository, OrderServiceImpl.
_MARKS = re.compile(r"^(?:I(?=[A-Z])|Abstract|Base)|(?:Protocol|Interface|Port|Impl|Implementation|ABC)$")
_TECHNOLOGY = re.compile(
    r"^(?:SqlAlchemy|SQLAlchemy|Sqla|SQL|Sql|Postgres(?:ql|QL)?|Pg|Database|Db|Default|Real|Async)(?=[A-Z])"
)


class Pair(NamedTuple):
    """An implementation and the Protocol it is meant to satisfy; `certain` when names or bases say so."""

    implementation: Found
    protocol: Found
    certain: bool


def implementations(project: Project) -> Iterator[Found]:
    """The concrete services and repositories of a project."""
    for layer in ("service", "repository"):
        for found in project.classes_in(layer):
            if _is_implementation(found, layer, project):
                yield found


def _is_implementation(found: Found, layer: str, project: Project) -> bool:
    item: Class = found.item
    name = item.name
    if "." in name or name.startswith("_") or project.is_protocol(found) or is_abstract(found):
        return False
    if names_unit_of_work(name):
        return False
    bases = {base.partition("[")[0].rpartition(".")[2] for base in item.bases}
    if (
        bases & _DATA_BASES
        or any(base.endswith(("Error", "Exception")) for base in bases)
        or project.is_orm(found)
    ):
        return False
    methods = public_methods(item)
    if name.endswith(_ENDINGS[layer]):
        return bool(methods)
    return any(item.methods[position].is_async for position in methods.values())


def public_methods(item: Class) -> Mapping[str, int]:
    """Public methods and properties: name -> position in `item.methods`; `__call__` counts, other dunders do not."""
    named = ((method.name.rpartition(".")[2], position) for position, method in enumerate(item.methods))
    return {name: position for name, position in named if name == "__call__" or not name.startswith("_")}


def is_abstract(found: Found) -> bool:
    """Whether a class is abstract by ABC or abstractmethod: another rule's business."""
    item: Class = found.item
    marked = any("abstractmethod" in mark for method in item.methods for mark in method.decorators)
    bases = [base.partition("[")[0] for base in item.bases]
    made = [*bases, *(value for key, value in item.keywords if key == "metaclass")]
    if marked or any(name.rpartition(".")[2] in _ABSTRACT for name in made):
        return True
    return any(
        found.file.resolve(name).dotted in _ABSTRACT_ORIGINS for name in made if name in found.file.bindings
    )


_ABSTRACT = frozenset({"ABC", "ABCMeta"})
_ABSTRACT_ORIGINS = frozenset({"abc.ABC", "abc.ABCMeta"})


def stem(name: str) -> str:
    """`IOrderService`, `OrderServiceProtocol`, `SqlOrderService`, `OrderServiceImpl` -> `OrderService`."""
    plain = _plain(name)
    return _TECHNOLOGY.sub("", plain) or plain


def _plain(name: str) -> str:
    return _MARKS.sub("", _MARKS.sub("", name))


class Protocols:
    """Every Protocol of a project, to be found by name."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.all = [
            Found(file, item)
            for file in sorted(project.application, key=lambda item: item.path)
            for item in file.facts.classes
            if project.is_protocol(Found(file, item))
        ]
        self._by_stem: dict[str, list[Found]] = defaultdict(list)
        for found in self.all:
            self._by_stem[stem(found.item.name)].append(found)

    def of(self, implementation: Found) -> Pair | None:
        """The Protocol of an implementation: a base, the same name without marks, else one whose methods it all has."""
        for _, parent in self.project.ancestry(implementation):
            if parent and self.project.is_protocol(parent):
                return Pair(implementation, parent, True)
        name = implementation.item.name
        named = [*self._by_stem.get(name, ()), *self._by_stem.get(stem(name), ())]
        if named:
            return Pair(
                implementation, max(named, key=lambda found: self._likeness(found, implementation)), True
            )
        shaped = (found for found in self.all if self._matches(found, implementation))
        best = max(shaped, key=lambda found: len(found.item.methods), default=None)
        return Pair(implementation, best, False) if best else None

    def _likeness(self, protocol: Found, implementation: Found) -> tuple[bool, int]:
        """`AsyncGreeter` is for `IAsyncGreeter` before it is for `IGreeter`; of namesakes the nearer one."""
        same = _plain(protocol.item.name) == _plain(implementation.item.name)
        return same, self._nearness(protocol, implementation)

    def _nearness(self, protocol: Found, implementation: Found) -> int:
        """How many leading folders two files share: features may each have an `IService`."""
        pairs = zip(protocol.file.path.split("/"), implementation.file.path.split("/"), strict=False)
        return sum(1 for one, other in pairs if one == other)

    def _matches(self, protocol: Found, implementation: Found) -> bool:
        """A Protocol all of whose methods the class has, and which speaks for at least half of the class."""
        asked, offered = set(public_methods(protocol.item)), set(public_methods(implementation.item))
        return bool(asked) and asked <= offered and 2 * len(asked) >= len(offered)


def implementations_of(protocol: Found, project: Project) -> list[Found]:
    """The classes of the application that satisfy a Protocol: by base, by name, else by their methods."""
    return _implementations_by_protocol(project).get((protocol.file.path, protocol.item.name), [])


@lru_cache(maxsize=2)
def _implementations_by_protocol(project: Project) -> dict[tuple[str, str], list[Found]]:
    found: dict[tuple[str, str], list[Found]] = defaultdict(list)
    protocols = protocols_of(project)
    layers = {
        "service",
        "repository",
        "unit-of-work",
        "gateway",
        "controller",
        "factory",
        "app",
        "script",
        "dependencies",
        "",
    }
    for file in sorted(project.application, key=lambda item: item.path):
        for item in file.facts.classes if file.layer in layers else ():
            candidate = Found(file, item)
            if not item.methods or project.is_protocol(candidate) or is_abstract(candidate):
                continue
            pair = protocols.of(candidate)
            if pair is not None:
                found[pair.protocol.file.path, pair.protocol.item.name].append(candidate)
    return found


@lru_cache(maxsize=2)
def protocols_of(project: Project) -> Protocols:
    """The Protocols of a project, collected once."""
    return Protocols(project)
