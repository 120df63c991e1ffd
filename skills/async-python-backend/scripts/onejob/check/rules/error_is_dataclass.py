"""An exception is a plain class, not a dataclass.

Python writes to an exception while it travels: a frozen one raises FrozenInstanceError out of the next context manager,
and the original error is lost; a slotted one fails in `super()`; a plain dataclass cannot be hashed, which traceback
printing and groups need.

```python bad app/errors.py
from dataclasses import dataclass


class AppError(Exception): ...


@dataclass(frozen=True, slots=True)
class OrderClosedError(AppError):
    order_id: str
# file: app/error_handlers.py
from app.errors import OrderClosedError

STATUS = {OrderClosedError: 409}
```

```python good app/errors.py
class AppError(Exception): ...


class OrderClosedError(AppError):
    def __init__(self, order_id: str) -> None:
        super().__init__(f"order {order_id} is closed")
        self.order_id = order_id
# file: app/error_handlers.py
from app.errors import OrderClosedError

STATUS = {OrderClosedError: 409}
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.vocabulary.exceptions import is_exception
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#errors"
SCOPE = "file"

_DATACLASS = "dataclasses.dataclass"


def subjects(file: File) -> Iterable[Found]:
    for item in file.facts.classes:
        if item.bases and is_exception(Found(file, item)):
            yield Found(file, item)


def judge(found: Found, project: Project) -> Iterator[Problem]:
    names = (decorator.partition("(")[0] for decorator in found.item.decorators)
    if any(found.file.resolve(name).dotted == _DATACLASS for name in names):
        yield problem(
            found.item,
            f"exception `{found.item.name}` is a dataclass",
            "make it a plain class with an `__init__` that calls `super().__init__(message)`",
            found.file.path,
        )
