"""A service depends on Protocols, not on concrete repositories, gateways or controllers.

A service that names `OrderRepository` drags in the database driver and cannot be given a fake. The factory is the one
place where implementations meet Protocols. Errors, enums and plain data of such a module are no implementation. The
factory itself is factory-imported-by-domain's.

```python bad app/services/orders.py
from app.repositories.orders import OrderRepository
# file: app/repositories/protocols.py
from typing import Protocol


class IOrderRepository(Protocol):
    async def count(self) -> int: ...
# file: app/repositories/orders.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderRepository:
    async def count(self) -> int:
        return 0
```

```python good app/services/orders.py
from app.repositories.protocols import IOrderRepository
# file: app/repositories/protocols.py
from typing import Protocol


class IOrderRepository(Protocol):
    async def count(self) -> int: ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import belongs_to, imports_implementation, offences
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#services"
SCOPE = "file"
LAYERS = ("service", "interface")


def subjects(file: File) -> Iterable[File]:
    return [file] if belongs_to(file, "service") else []


def judge(service: File, project: Project) -> Iterator[Problem]:
    for offence in offences(service, _is_forbidden):
        yield problem(
            offence,
            f"service `{service.name}` imports the implementation {offence.what}",
            "depend on its Protocol and let the factory pass the implementation in",
            service.path,
        )


def _is_forbidden(edge: Edge) -> bool:
    return imports_implementation(edge, "repository", "unit-of-work", "gateway", "controller")
