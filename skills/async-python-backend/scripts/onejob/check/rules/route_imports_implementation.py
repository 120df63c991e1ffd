"""A route imports no service, controller, repository, gateway, ORM module or sqlalchemy.

A handler that names an implementation builds or picks it, and then the wiring is spread over all routes. It gets one
object from the factory; the factory type, dependencies, models and schemas are all it has to know.

```python bad app/routes/orders.py
from app.services.orders import OrderService
# file: app/services/orders.py
class OrderService: ...
```

```python good app/routes/orders.py
from app.dependencies import FactoryDep
from app.models.order import Order
# file: app/models/order.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    id: str
# file: app/dependencies.py
from typing import Annotated

from fastapi import Depends, Request

from app.factory import Factory


def get_factory(request: Request) -> Factory:
    return request.state.factory


FactoryDep = Annotated[Factory, Depends(get_factory)]
# file: app/factory.py
class Factory: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.implementations import is_implementation
from onejob.check.vocabulary.forbidden import (
    imports_implementation,
    imports_orm,
    imports_sqlalchemy,
    offences,
)
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "fastapi.md#routes"
SCOPE = "file"
LAYERS = ("route",)


def subjects(file: File) -> Iterable[File]:
    return [file]


def judge(route: File, project: Project) -> Iterator[Problem]:
    for offence in offences(route, _is_forbidden):
        yield problem(
            offence,
            f"route module `{route.name}` imports {offence.what}",
            "get the one object that the handler needs from the factory",
            route.path,
        )


def _is_forbidden(edge: Edge) -> bool:
    return (
        imports_sqlalchemy(edge)
        or imports_orm(edge)
        or imports_implementation(edge, "service", "controller", "repository", "unit-of-work", "gateway")
        or _drags_implementation(edge)
    )


def _drags_implementation(edge: Edge) -> bool:
    """A Protocol beside its implementation: importing it imports both, and a handler has no use for its name."""
    module = edge.target.module
    if module is None or module.layer not in {"service", "controller"}:
        return False
    found = module.project.find_class(edge.target)
    return (
        found is not None
        and module.project.is_protocol(found)
        and any(
            is_implementation(edge.target._replace(symbol=name), module.project) for name in module.classes
        )
    )
