"""The fields of services and controllers are typed by Protocols.

A field typed by a class ties its owner to that class and to all it imports, and a fake in a test no longer type-checks.
Data, config values and third-party types are not meant.

```python bad app/controllers/checkout.py
from dataclasses import dataclass

from app.services.orders import OrderService


@dataclass(frozen=True, slots=True)
class CheckoutController:
    orders: OrderService
# file: app/services/orders.py
class OrderService:
    async def place(self) -> None: ...
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def place(self) -> None: ...
```

```python good app/controllers/checkout.py
from dataclasses import dataclass

from app.services.protocols import IOrderService


@dataclass(frozen=True, slots=True)
class CheckoutController:
    orders: IOrderService
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol):
    async def place(self) -> None: ...
```
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.project.file import File
from onejob.check.vocabulary.annotations import types_of
from onejob.check.reading.facts import Field, Parameter
from onejob.check.vocabulary.implementations import has_behaviour
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.vocabulary.protocols import is_abstract
from onejob.check.rule import Located, Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#interfaces"
SCOPE = "file"
LAYERS = ("service", "controller")

_TYPED = frozenset({"service", "repository", "controller", "gateway", "unit-of-work", "factory"})


class Dependency(NamedTuple):
    """A field or constructor parameter of a service or controller."""

    owner: Found
    name: str
    annotation: str
    place: Located


def subjects(file: File) -> Iterable[Dependency]:
    """Every annotated field of services and controllers, and every constructor parameter."""
    for item in file.facts.classes:
        found = Found(file, item)
        if file.project.is_protocol(found):
            continue
        taken: set[str] = set()
        constructor = next((method for method in item.methods if method.name.endswith(".__init__")), None)
        for parameter in constructor.parameters[1:] if constructor else ():
            if parameter.annotation:
                taken.add(parameter.annotation)
                yield _dependency(found, parameter, constructor or item)
        for field in item.fields:
            if field.annotation and field.annotation not in taken:
                yield _dependency(found, field, field)


def _dependency(found: Found, item: Field | Parameter, place: Located) -> Dependency:
    return Dependency(found, item.name, item.annotation, place)


def judge(dependency: Dependency, project: Project) -> Iterator[Problem]:
    file = dependency.owner.file
    for target in types_of(dependency.annotation, file):
        found = project.find_class(target)
        if found is None or found.file.layer not in _TYPED or found.item is dependency.owner.item:
            continue
        if project.is_protocol(found) or is_abstract(found) or not has_behaviour(found):
            continue
        name = found.item.name
        yield problem(
            dependency.place,
            f"`{dependency.owner.item.name}.{dependency.name}` is typed by the implementation `{name}`",
            f"type it by its Protocol (`I{name}`)",
            file.path,
        )
        return
