"""A service imports no sqlalchemy, no database driver and no ORM module.

Rules written against rows and sessions cannot be tested without a database, and every lazy attribute becomes a query in
the wrong place. Repositories turn rows into domain models; a service asks their Protocols through a unit of work.

```python bad app/services/orders.py
from sqlalchemy.ext.asyncio import AsyncSession
```

```python good app/services/orders.py
from app.repositories.protocols import IUnitOfWorkFactory
# file: app/repositories/protocols.py
from typing import Protocol


class IUnitOfWorkFactory(Protocol): ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import belongs_to, imports_orm, imports_sqlalchemy, offences
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
            f"service `{service.name}` imports {offence.what}",
            "move the query into a repository and depend on its Protocol",
            service.path,
        )


def _is_forbidden(edge: Edge) -> bool:
    return imports_sqlalchemy(edge) or imports_orm(edge)
