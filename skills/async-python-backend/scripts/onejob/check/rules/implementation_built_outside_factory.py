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

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onejob.check.reading.facts import Call
from onejob.check.vocabulary.forbidden import DATA_MODULES
from onejob.check.vocabulary.implementations import has_role
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#factory"
SCOPE = "project"

_BUILDERS = frozenset({"factory", "test", "migration"})
Built = tuple[Found, list[tuple[File, Call]]]


def subjects(project: Project) -> Iterable[Built]:
    implementations = {
        (found.file.path, found.item.name): found
        for found in project.classes_in("service", "repository", "controller", "gateway")
        if has_role(found)
    }
    calls = _constructions(project, {name.rpartition(".")[2] for _, name in implementations})
    return [(found, calls.get(key, [])) for key, found in implementations.items()]


def _constructions(project: Project, names: set[str]) -> dict[tuple[str, str], list[tuple[File, Call]]]:
    """The calls outside the factory that may build one of these classes, by the class they resolve to."""
    built: dict[tuple[str, str], list[tuple[File, Call]]] = defaultdict(list)
    for file in project.files:
        aliases = {item.local for item in file.facts.imports if item.name in names}
        for call in file.facts.calls if file.layer not in _BUILDERS else ():
            last = call.callee.rpartition(".")[2]
            if last in names or last in aliases:
                target = file.resolve(call.callee)
                if target.module:
                    built[target.module.path, target.symbol].append((file, call))
    return built


def judge(subject: Built, project: Project) -> Iterator[Problem]:
    found, constructions = subject
    for file, call in constructions:
        if found.file.layer in DATA_MODULES and file.layer in DATA_MODULES:
            continue
        yield problem(
            call,
            f"`{found.item.name}` is built in {file.layer or 'application'} module `{file.name}`",
            f"build `{found.item.name}` in the factory and pass it in",
            file.path,
        )
