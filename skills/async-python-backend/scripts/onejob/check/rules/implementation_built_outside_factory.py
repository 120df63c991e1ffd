"""Services, repositories, controllers and gateways are built only in the factory.

One place that builds everything can swap everything: a fake in a test, a second database, another provider. A handler that
writes `OrderService(OrderRepository(session))` decides for itself what it gets.

Tests are exempt, migrations too; the unit of work builds the repositories of its session. Records, errors and enums that
live beside a service are no implementations.

```python bad app/dependencies.py
from app.services.orders import OrderService


def get_order_service() -> OrderService:
    return OrderService()
# file: app/services/orders.py
class OrderService: ...
```

```python good app/factory.py
from app.services.orders import OrderService
from app.services.protocols import IOrderService


def order_service() -> IOrderService:
    return OrderService()
# file: app/services/orders.py
class OrderService: ...
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol): ...
```
"""

from collections.abc import Iterable, Iterator

from typing import NamedTuple
from onejob.check.vocabulary.forbidden import DATA_MODULES
from onejob.check.vocabulary.implementations import has_role
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#factory"
SCOPE = "file"
LAYERS = ("service", "repository", "controller", "gateway")

_BUILDERS = frozenset({"factory", "test", "migration"})


class Place(NamedTuple):
    """A call that builds a class."""

    lineno: int
    col_offset: int


class Built(NamedTuple):
    """An implementation, and where it is built outside the factory."""

    found: Found
    places: list[tuple[File, Place]]


def subjects(file: File) -> Iterable[Built]:
    constructions = file.project.survey("constructions")
    for item in file.classes.values():
        found = Found(file, item)
        if has_role(found):
            calls = constructions.get(f"{file.path} {item.name}")
            yield Built(
                found,
                [
                    (builder, Place(line, column))
                    for builder, places in calls
                    for line, column, _, _ in places
                    if builder.layer not in _BUILDERS
                ],
            )


def judge(subject: Built, project: Project) -> Iterator[Problem]:
    found = subject.found
    for file, place in subject.places:
        if found.file.layer in DATA_MODULES and file.layer in DATA_MODULES:
            continue
        yield problem(
            place,
            f"`{found.item.name}` is built in {file.layer or 'application'} module `{file.name}`",
            f"build `{found.item.name}` in the factory and pass it in",
            file.path,
        )
