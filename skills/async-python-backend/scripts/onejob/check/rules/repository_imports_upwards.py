"""A repository imports no service, controller, route or fastapi.

Repositories are the bottom: services depend on them. An import upwards is a cycle, and mostly a business rule that hides
below the layer where anybody would look for it.

```python bad app/repositories/orders.py
from app.services.pricing import price_of
# file: app/services/pricing.py
def price_of(quantity: int) -> int:
    return quantity * 5
```

```python good app/repositories/orders.py
from app.models.order import Order
# file: app/models/order.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    id: str
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import belongs_to, imports_http, offences, side
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#repositories"
SCOPE = "file"
LAYERS = ("repository", "orm", "unit-of-work", "interface")


def subjects(file: File) -> Iterable[File]:
    return [file] if belongs_to(file, "repository", "orm", "unit-of-work") else []


def judge(repository: File, project: Project) -> Iterator[Problem]:
    for offence in offences(repository, _is_upwards):
        yield problem(
            offence,
            f"{repository.layer} module `{repository.name}` imports {offence.what}",
            "take what it needs as a parameter, and let the service decide before it calls the repository",
            repository.path,
        )


def _is_upwards(edge: Edge) -> bool:
    module = edge.target.module
    return imports_http(edge) or (module is not None and side(module) in {"service", "controller"})
