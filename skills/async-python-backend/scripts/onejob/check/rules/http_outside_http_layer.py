"""fastapi and starlette are imported only in the app, routes, dependencies, error handlers, middleware and schemas.

The domain serves the web app, the worker and the tests alike. One helper that raises an HTTPException or reads a Request
ties everything that imports it to a web server.

Services, controllers, repositories and models have rules of their own for this; here are all remaining layers, and the
files in no layer that lie in the application (`core/security.py`). A folder that otherwise holds only HTTP files
(`api/pagination.py` beside `api/routes/`) belongs to the edge.

```python bad app/gateways/payments.py
from fastapi import HTTPException
```

```python good app/middleware.py
from starlette.types import ASGIApp
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import imports_fastapi, offences, side
from onejob.check.project.layers import HTTP_LAYERS
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.unmapped import is_judged

SEVERITY = "error"
REFERENCE = "layers.md#routes"
SCOPE = "file"

_JUDGED = frozenset({"gateway", "interface", "errors", "config", "factory", "logging"})
_ELSEWHERE = frozenset({"service", "controller", "repository"})  # their own rules speak


def subjects(file: File) -> Iterable[File]:
    is_ours = file.layer in _JUDGED and side(file) not in _ELSEWHERE
    return [file] if is_ours or is_judged(file, HTTP_LAYERS) else []


def judge(file: File, project: Project) -> Iterator[Problem]:
    for offence in offences(file, imports_fastapi):
        yield problem(
            offence,
            f"{file.layer or 'application'} module `{file.name}` imports {offence.what}",
            "move the HTTP part to routes, dependencies, middleware or error_handlers.py, and pass plain values in",
            file.path,
        )
