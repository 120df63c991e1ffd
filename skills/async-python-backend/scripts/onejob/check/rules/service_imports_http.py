"""A service imports no fastapi or starlette, and nothing of the HTTP edge.

A business rule that knows a Request can only run inside one. The worker, the script and the unit test need the same rule
without a web server; so the handler takes the request apart and passes values. An annotation counts too: it is a promise
about who may call.

```python bad app/services/orders.py
from fastapi import Request
```

```python good app/services/orders.py
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
REFERENCE = "layers.md#services"
SCOPE = "file"
LAYERS = ("service", "interface")


def subjects(file: File) -> Iterable[File]:
    return [file] if belongs_to(file, "service") else []


def judge(service: File, project: Project) -> Iterator[Problem]:
    for offence in offences(service, imports_http):
        yield problem(
            offence,
            f"service `{service.name}` imports {offence.what}",
            "take plain values or a domain model; the route handler takes the request apart",
            service.path,
        )
