"""An AppError says what went wrong, never which HTTP status that is.

The worker, the script and the test raise the same errors without any HTTP. The day the same error needs another status
in another API, a number in the class is in the way. `code` for programs is fine, as long as it is no status.

```python bad app/errors.py
class AppError(Exception):
    status_code: int = 500
```

```python good app/errors.py
class AppError(Exception):
    code = "error"


class OrderClosedError(AppError):
    code = "order_closed"

    def __init__(self, order_id: str, status: str) -> None:
        super().__init__(f"order {order_id} is {status}")
# file: app/error_handlers.py
from app.errors import OrderClosedError

STATUS = {OrderClosedError: 409}
```
"""

import re
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.vocabulary.exceptions import is_app_error, is_exception
from onejob.check.reading.facts import Class
from onejob.check.project.project import Project
from onejob.check.project.file import Found
from onejob.check.rule import Located, Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#errors"
SCOPE = "file"

_HTTP_NAME = re.compile(
    r"_?(?:(?:default_)?(?:http_?)?status_?code|http_?(?:status|code|error|response|headers?|detail)|to_(?:http|response)\w*|as_(?:http|response)\w*)$",
    re.IGNORECASE,
)
_MAYBE_NAME = re.compile(r"_?(?:error_)?(?:code|status)$", re.IGNORECASE)
_STATUS_VALUE = re.compile(r"[45]\d\d$|(?:.*\.)?HTTP_[45]\d\d_\w+$|(?:.*\.)?HTTPStatus\b.*")
_STATUS_TYPE = re.compile(r"(?:.*\.)?HTTPStatus\b")


def subjects(file: File) -> Iterable[Found]:
    """The AppError hierarchy, and every other exception that errors.py defines."""
    classes = (Found(file, item) for item in file.facts.classes if item.bases)
    known = {
        found.item.name: found
        for found in classes
        if is_app_error(found) or (file.layer == "errors" and is_exception(found))
    }
    return known.values()


def judge(found: Found, project: Project) -> Iterator[Problem]:
    members = sorted(_http_members(found.item), key=lambda item: (item[0].lineno, item[0].col_offset))
    for place, name in members[:1]:
        yield problem(
            place,
            f"`{found.item.name}` carries HTTP: `{name}`",
            f"remove it and map `{found.item.name}` to its status in error_handlers.py",
            found.file.path,
        )


def _http_members(item: Class) -> Iterator[tuple[Located, str]]:
    for field in item.fields:
        if _is_http(field.name, field.annotation, field.value):
            yield field, field.name
    for method in item.methods:
        name = method.name.rpartition(".")[2]
        if _HTTP_NAME.match(name):
            yield method, name
        for parameter in method.parameters:
            if _is_http(parameter.name, parameter.annotation, parameter.default):
                yield method, parameter.name


def _is_http(name: str, annotation: str, value: str) -> bool:
    """`status_code` in any form; `code` or `status` only when its type or value says HTTP (an order has a status too)."""
    if _HTTP_NAME.match(name):
        return True
    return bool(_STATUS_TYPE.match(annotation)) or bool(
        _MAYBE_NAME.match(name) and _STATUS_VALUE.match(value)
    )
