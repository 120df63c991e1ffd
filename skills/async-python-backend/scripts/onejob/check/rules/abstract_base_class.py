"""Interfaces are Protocols: no ABC, and no inheritance between services or between repositories.

A base class ties all its heirs to one implementation and one import; a Protocol asks only for the methods. What two
repositories have in common is a function beside them. Inheriting a Protocol is not meant, nor are exceptions and data.

```python bad app/services/protocols.py
from abc import ABC, abstractmethod


class IOrderService(ABC):
    @abstractmethod
    async def place(self) -> None: ...
```

```python good app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def place(self) -> None: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.vocabulary.protocols import is_abstract
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#interfaces"
SCOPE = "file"

LAYERS = ("interface", "service", "repository", "unit-of-work", "gateway", "controller", "factory")
_NO_HEIRS = frozenset({"service", "repository"})


def subjects(file: File) -> Iterable[Found]:
    """Every class with behaviour in the layers that have interfaces."""
    for item in file.facts.classes:
        found = Found(file, item)
        inherits = file.layer in _NO_HEIRS and item.bases
        if (found.item.methods or inherits) and not _is_data(found, file.project):
            yield found


def _is_data(found: Found, project: Project) -> bool:
    if project.is_orm(found) or found.item.name.endswith(("Error", "Exception")):
        return True
    return project.descends_from(
        found,
        "Exception",
        "BaseException",
        "Enum",
        "StrEnum",
        "IntEnum",
        "NamedTuple",
        "TypedDict",
        "BaseModel",
        "DeclarativeBase",
    )


def judge(found: Found, project: Project) -> Iterator[Problem]:
    name = found.item.name
    if project.is_protocol(found):
        return
    if is_abstract(found):
        yield problem(
            found.item,
            f"`{name}` is an abstract base class",
            f"write `class {name}(Protocol)` with the same methods; implementations just match it",
            found.file.path,
        )
        return
    parent = _inherited_implementation(found, project)
    if parent is not None:
        yield problem(
            found.item,
            f"{found.file.layer} `{name}` inherits from `{parent.item.name}`",
            "pass what both need as a field, or share a function; the Protocol is matched, not inherited",
            found.file.path,
        )


def _inherited_implementation(found: Found, project: Project) -> Found | None:
    """The nearest base that is a class of the same kind and no Protocol."""
    if found.file.layer not in _NO_HEIRS:
        return None
    for base in found.item.bases:
        parent = project.find_class(found.file.resolve(base.partition("[")[0]))
        if parent is None or project.is_protocol(parent) or _is_data(parent, project) or is_abstract(parent):
            continue
        if parent.file.layer in _NO_HEIRS and parent.item.methods:
            return parent
    return None
