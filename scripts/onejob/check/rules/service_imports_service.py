"""A service never imports another service.

Services that call each other grow into one tangle that can only be tested and changed together. What needs two
services is orchestration: a controller calls both. What both need is a Protocol (a repository, a gateway) or a pure
function beside the models.

```python bad app/services/orders.py
from app.services.users import UserService
# file: app/services/users.py
class UserService: ...
```

```python good app/controllers/checkout.py
from app.services.protocols import IOrderService, IUserService
# file: app/services/protocols.py
from typing import Protocol


class IOrderService(Protocol): ...


class IUserService(Protocol): ...
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project import File, Project
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#services"
SCOPE = "project"


def subjects(project: Project) -> Iterable[File]:
    return project.layer("service")


def judge(service: File, project: Project) -> Iterator[Problem]:
    for edge in service.edges:
        other = edge.target.module
        if other is None or other.layer != "service" or _same_package(service, other):
            continue
        yield problem(
            edge,
            f"service `{service.name}` imports service `{other.name}`",
            "let a controller call both, or depend on a Protocol of the repository or gateway that both need",
            service.path,
        )


def _same_package(service: File, other: File) -> bool:
    """A package's `__init__` may re-export its own modules; a module may import its own package's `__init__`."""
    return other is service or service.is_package
