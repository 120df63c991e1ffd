"""A service never imports another service.

Services that call each other grow into one tangle that can only be tested and changed together. What needs two
services is orchestration: a controller calls both. What both need is a Protocol (a repository, a gateway) or a pure
function beside the models.

The helpers of one service may share its sub-package (`services/orders/pricing.py` beside `services/orders/service.py`).
A module that several services share by agreement (`services/base.py`) is named in the option `shared`.

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

import re
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import offences
from onejob.check.vocabulary.implementations import has_role
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#services"
SCOPE = "file"
LAYERS = ("service",)
OPTIONS: dict[str, list[str]] = {"shared": []}


def subjects(file: File) -> Iterable[File]:
    return [file]


def judge(service: File, project: Project) -> Iterator[Problem]:
    shared = frozenset(project.option("service-imports-service", "shared", ()))

    def is_forbidden(edge: Edge) -> bool:
        other = edge.target.module
        return (
            other is not None
            and other.layer == "service"
            and other is not service
            and not service.is_package
            and not shared & {other.name, other.name.rpartition(".")[2]}
            and not _is_part_of(service, other)
        )

    for offence in offences(service, is_forbidden):
        yield problem(
            offence,
            f"service `{service.name}` imports {offence.what} of another service",
            "let a controller call both, or depend on a Protocol of the repository or gateway that both need",
            service.path,
        )


_UNIT = re.compile(r"^(?:.*/)?services?/[^/]+/")


def _is_part_of(service: File, other: File) -> bool:
    """Whether `other` is a helper inside the sub-package of the same service: it holds no service of its own."""
    unit = _UNIT.match(service.path)
    if unit is None or not other.path.startswith(unit[0]):
        return False
    return not any(has_role(Found(other, item)) for item in other.facts.classes)
