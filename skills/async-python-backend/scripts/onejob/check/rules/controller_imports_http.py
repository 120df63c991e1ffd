"""A controller imports no fastapi or starlette, and nothing of the HTTP edge.

The worker and the tests run the same controllers without a web server. Status codes and requests are the business of
routes and error_handlers.py.

```python bad app/controllers/checkout.py
from starlette.requests import Request
```

```python good app/controllers/checkout.py
from app.models.principal import Principal
# file: app/models/principal.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    user_id: str
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import belongs_to, imports_http, offences
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "layers.md#controllers"
SCOPE = "file"
LAYERS = ("controller", "interface")


def subjects(file: File) -> Iterable[File]:
    return [file] if belongs_to(file, "controller") else []


def judge(controller: File, project: Project) -> Iterator[Problem]:
    for offence in offences(controller, imports_http):
        yield problem(
            offence,
            f"controller `{controller.name}` imports {offence.what}",
            "take plain values or a domain model; the route handler takes the request apart",
            controller.path,
        )
