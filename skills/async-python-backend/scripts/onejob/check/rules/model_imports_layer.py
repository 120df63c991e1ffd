"""A domain model imports no other layer, no fastapi and no sqlalchemy.

Models go in and out of every service and controller: what they import, everybody imports. Pure data stays usable in a
test, a worker or a script without a database or a web framework. Only `errors` is open to them: a value object that
refuses a value raises an AppError.

```python bad app/models/order.py
from app.services.pricing import price_of
# file: app/services/pricing.py
def price_of(quantity: int) -> int:
    return quantity * 5
```

```python good app/models/order.py
from dataclasses import dataclass

from app.errors import InvalidInputError
from app.models.money import Money


@dataclass(frozen=True, slots=True)
class Order:
    total: Money

    def __post_init__(self) -> None:
        if self.total.cents < 0:
            raise InvalidInputError("a total is not negative")
# file: app/models/money.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    cents: int
# file: app/errors.py
class AppError(Exception): ...


class InvalidInputError(AppError): ...
# file: app/error_handlers.py
from app.errors import InvalidInputError

STATUS = {InvalidInputError: 422}
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import imports_fastapi, imports_sqlalchemy, offences
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#models"
SCOPE = "file"
LAYERS = ("model",)

_OPEN = frozenset({"", "model", "errors", "test"})


def subjects(file: File) -> Iterable[File]:
    return [] if _re_exports_orm(file) else [file]


def _re_exports_orm(file: File) -> bool:
    """The `__init__` of a package of ORM classes is no domain model: orm-outside-repositories speaks about those."""
    return file.is_package and any(edge.target.layer == "orm" for edge in file.edges)


def judge(model: File, project: Project) -> Iterator[Problem]:
    for offence in offences(model, _is_forbidden):
        yield problem(
            offence,
            f"model `{model.name}` imports {offence.what}",
            "keep models pure data: pass what they need in, or move the behaviour into a service",
            model.path,
        )


def _is_forbidden(edge: Edge) -> bool:
    return imports_fastapi(edge) or imports_sqlalchemy(edge) or edge.target.layer not in _OPEN
