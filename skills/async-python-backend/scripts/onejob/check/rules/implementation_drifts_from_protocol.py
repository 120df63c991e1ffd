"""An implementation has its Protocol's methods with the same names, parameters, defaults, annotations and way of calling.

A type checker sees a drift only where a Protocol-typed name is assigned, and some not even there: a renamed parameter passes
`mypy --strict` and fails at the first call by keyword. `def stream() -> AsyncIterator` in the Protocol and `async def` with
`yield` in the implementation are the same; so are narrower results and wider parameters.

```python bad app/services/orders.py
class OrderService:
    async def cancel(self, id: str) -> None: ...
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def cancel(self, order_id: str) -> None: ...
```

```python good app/services/orders.py
from collections.abc import AsyncIterator


class OrderService:
    async def cancel(self, order_id: str, reason: str = "") -> None: ...

    async def stream(self) -> AsyncIterator[str]:
        yield "placed"
# file: app/services/protocols.py
from collections.abc import AsyncIterator
from typing import Protocol


class IOrderService(Protocol):
    async def cancel(self, order_id: str) -> None: ...
    def stream(self) -> AsyncIterator[str]: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.reading.facts import Signature
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.vocabulary.protocols import Pair, is_abstract, protocols_of
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.signatures import difference

SEVERITY = "error"
REFERENCE = "layers.md#interfaces"
SCOPE = "file"

LAYERS = ("service", "repository", "unit-of-work", "gateway", "controller", "interface", "factory", "")
_FREE_MEMBERS = frozenset(
    {"__init__", "__init_subclass__", "__class_getitem__", "__hash__", "__eq__", "__repr__", "__slots__"}
)
_HARMLESS_BASES = frozenset({"object", "Generic", "Protocol", "ABC"})


def subjects(file: File) -> Iterable[Pair]:
    """Every implementation whose Protocol is certain: by a base, or by its name."""
    project = file.project
    protocols = protocols_of(project)
    for found in (Found(file, item) for item in file.facts.classes if protocols):
        if (
            found.item.methods
            and not project.is_protocol(found)
            and not is_abstract(found)
            and not project.is_orm(found)
        ):
            pair = protocols.of(found)
            if pair is not None and pair.certain:
                yield pair


def judge(pair: Pair, project: Project) -> Iterator[Problem]:
    found = pair.implementation
    members = _members(found, project)
    if members is None:
        return
    name, interface = found.item.name, pair.protocol.item.name
    promises = list(_promises(pair.protocol, project))
    if not any(promised.name.rpartition(".")[2] in members for promised, _ in promises):
        return  # a namesake: `TaxService` beside the `TaxServiceProtocol` of what it calls
    for promised, promised_in in promises:
        plain = promised.name.rpartition(".")[2]
        given = members.get(plain)
        if given is None:
            yield problem(
                found.item,
                f"`{name}` lacks `{plain}` of `{interface}`",
                f"add it, or take it out of `{interface}`",
                found.file.path,
            )
        elif given[0] is not None:
            what = difference(promised, given[0], promised_in, given[1])
            if what and given[1] is found.file:
                yield problem(
                    given[0],
                    f"`{name}.{plain}` {what}",
                    f"give it the signature of `{interface}.{plain}`",
                    found.file.path,
                )


def _members(found: Found, project: Project) -> dict[str, tuple[Signature | None, File]] | None:
    """Methods and fields of a class by name, nearest first; None when a base is not ours or attributes are made up."""
    members: dict[str, tuple[Signature | None, File]] = {}
    ancestry = list(project.ancestry(found))
    for dotted, parent in ancestry:
        if parent is None and dotted.rpartition(".")[2] not in _HARMLESS_BASES:
            return None
    owners = [found, *(parent for _, parent in ancestry if parent and not project.is_protocol(parent))]
    for owner in reversed(owners):
        for field in owner.item.fields:
            members[field.name] = (None, owner.file)
        for method in owner.item.methods:
            members[method.name.rpartition(".")[2]] = (method, owner.file)
    return None if "__getattr__" in members else members


def _promises(protocol: Found, project: Project) -> Iterator[tuple[Signature, File]]:
    """The methods a Protocol asks for, inherited ones included."""
    owners = [
        protocol,
        *(parent for _, parent in project.ancestry(protocol) if parent and project.is_protocol(parent)),
    ]
    seen: set[str] = set()
    for owner in owners:
        for method in owner.item.methods:
            plain = method.name.rpartition(".")[2]
            if plain not in seen and plain not in _FREE_MEMBERS:
                seen.add(plain)
                yield method, owner.file
