"""Implementations of services and repositories, and the Protocols they satisfy."""

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from typing import NamedTuple
from weakref import WeakKeyDictionary

from onejob.check.reading.facts import Class
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.vocabulary.sessions import names_unit_of_work

Key = tuple[str, str]  # path and name of a class
Shape = tuple[int, tuple[str, ...]]  # how many methods a Protocol has, and its public ones
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


def is_implementation(found: Found, project: Project) -> bool:
    """Whether a class of the service or repository layer is a concrete service or repository."""
    layer = found.file.layer
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
        self._shapes: dict[Key, Shape] = {
            (file.path, name): shape
            for file, part in project.survey("protocols").items()
            for name, shape in part.items()
        }
        self._by_stem: dict[str, list[Key]] = defaultdict(list)
        for path, name in self._shapes:
            self._by_stem[stem(name)].append((path, name))

    def __bool__(self) -> bool:
        return bool(self._shapes)

    def of(self, implementation: Found) -> Pair | None:
        """The Protocol of an implementation: a base, the same name without marks, else one whose methods it all has."""
        for _, parent in self.project.ancestry(implementation):
            if parent and self.project.is_protocol(parent):
                return Pair(implementation, parent, True)
        name = implementation.item.name
        named = [*self._by_stem.get(name, ()), *self._by_stem.get(stem(name), ())]
        if named:
            nearest = max(named, key=lambda key: self._likeness(key, implementation))
            return Pair(implementation, self._found(nearest), True)
        offered = public_methods(implementation.item).keys()
        shaped = (key for key, shape in self._shapes.items() if _matches(shape, offered))
        best = max(shaped, key=lambda key: self._shapes[key][0], default=None)
        return Pair(implementation, self._found(best), False) if best else None

    def _found(self, key: Key) -> Found:
        file = self.project.files[key[0]]
        return Found(file, file.classes[key[1]])

    def _likeness(self, protocol: Key, implementation: Found) -> tuple[bool, int]:
        """`AsyncGreeter` is for `IAsyncGreeter` before it is for `IGreeter`; of namesakes the nearer one."""
        same = _plain(protocol[1]) == _plain(implementation.item.name)
        return same, self._nearness(protocol[0], implementation.file.path)

    def _nearness(self, one: str, other: str) -> int:
        """How many leading folders two files share: features may each have an `IService`."""
        return sum(1 for one, other in zip(one.split("/"), other.split("/"), strict=False) if one == other)


def _matches(shape: Shape, offered: Set[str]) -> bool:
    """Whether a class has all methods of a Protocol that speaks for at least half of the class."""
    asked = shape[1]
    return bool(asked) and len(asked) <= len(offered) <= 2 * len(asked) and offered >= set(asked)


def implementations_of(protocol: Found, project: Project) -> list[Found]:
    """The classes of the application that satisfy a Protocol: by base, by name, else by their methods."""
    satisfying = project.survey("implementations").get(f"{protocol.file.path} {protocol.item.name}")
    return [Found(file, file.classes[name]) for file, names in satisfying for name in names]


_collected: WeakKeyDictionary[Project, Protocols] = WeakKeyDictionary()


def protocols_of(project: Project) -> Protocols:
    """The Protocols of a project, collected once."""
    known = _collected.get(project)
    if known is None:
        known = _collected[project] = Protocols(project)
    project.survey("protocols").items()  # whoever asks depends on all of them
    return known
