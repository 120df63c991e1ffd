"""A controller imports no repository, no ORM module and no sqlalchemy.

A controller says which services are asked, and in which order. One that opens a session itself shares it between the
tasks of its TaskGroup sooner or later. A repository's Protocol counts too: data goes through a service.

```python bad app/controllers/checkout.py
from app.repositories.protocols import IOrderRepository
# file: app/repositories/protocols.py
from typing import Protocol


class IOrderRepository(Protocol): ...
```

```python good app/controllers/checkout.py
from app.services.protocols import IOrderService
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol): ...
```
"""

import re
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import (
    DATA_MODULES,
    belongs_to,
    imports_orm,
    imports_sqlalchemy,
    offences,
    side,
)
from onejob.check.vocabulary.implementations import has_behaviour
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#controllers"
SCOPE = "file"
LAYERS = ("controller", "interface")


def subjects(file: File) -> Iterable[File]:
    return [file] if belongs_to(file, "controller") else []


def judge(controller: File, project: Project) -> Iterator[Problem]:
    for offence in offences(controller, _is_forbidden):
        yield problem(
            offence,
            f"controller `{controller.name}` imports {offence.what}",
            "call a service through its Protocol; the service owns the unit of work",
            controller.path,
        )


_DATA_PROTOCOL = re.compile(r"(?:Repository|Repo|UnitOfWork|UnitOfWorkFactory|UoW|Uow)$")


def _is_forbidden(edge: Edge) -> bool:
    if imports_sqlalchemy(edge) or imports_orm(edge):
        return True
    module = edge.target.module
    if module is None:
        return False
    found = module.project.find_class(edge.target)
    if side(module) == "interface":
        return bool(_DATA_PROTOCOL.search(edge.target.symbol))
    is_data = found is not None and not has_behaviour(found) and not module.project.is_protocol(found)
    return side(module) in DATA_MODULES and not is_data
