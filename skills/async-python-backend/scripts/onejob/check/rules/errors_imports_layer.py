"""errors.py and config.py import no layer.

Both are imported from everywhere, so whatever they import is dragged in everywhere and ends in a cycle. An error carries
plain values or nothing; the configuration is read before anything else exists.

A config may name sqlalchemy's engine and sessionmaker (a project that builds them there says so by doing it); with
`session-names-in-config = false` that is a finding of this rule.

```python bad app/errors.py
from app.models.order import Order


class AppError(Exception): ...


class OrderClosedError(AppError):
    def __init__(self, order: Order) -> None:
        super().__init__(f"order {order.id} is closed")
# file: app/models/order.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    id: str
# file: app/error_handlers.py
from app.errors import OrderClosedError

STATUS = {OrderClosedError: 409}
```

```python good app/errors.py
class AppError(Exception): ...


class OrderClosedError(AppError):
    def __init__(self, order_id: str) -> None:
        super().__init__(f"order {order_id} is closed")
# file: app/error_handlers.py
from app.errors import OrderClosedError

STATUS = {OrderClosedError: 409}
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import imports_orm, names_session_only, offences
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#errors"
SCOPE = "file"
LAYERS = ("errors", "config")
OPTIONS = {"session-names-in-config": True}


def subjects(file: File) -> Iterable[File]:
    return [file]


def judge(file: File, project: Project) -> Iterator[Problem]:
    session_names = project.option("errors-imports-layer", "session-names-in-config", True)

    def is_forbidden(edge: Edge) -> bool:
        if edge.target.layer in {"", "test", file.layer} and not imports_orm(edge):
            return file.layer == "config" and not session_names and names_session_only(edge)
        return True

    for offence in offences(file, is_forbidden):
        yield problem(
            offence,
            f"{file.layer} module `{file.name}` imports {offence.what}",
            "pass plain values in instead: errors and config are imported by every layer and import none",
            file.path,
        )
