"""Nobody raises HTTPException: raise an AppError, `error_handlers.py` knows its status.

An HTTPException in a service or a dependency ties the domain to HTTP, and spreads the answer to "which error is which
status" over the whole code base. A class that derives from it is the same sin under another name, and is reported once,
where it is defined. The status inside the call is part of this finding.

```python bad app/routes/recipes.py
from fastapi import HTTPException


async def get_recipe(recipe_id: str) -> None:
    raise HTTPException(status_code=404, detail="no such recipe")
```

```python good app/services/recipes.py
from app.errors import NotFoundError


async def get(recipe_id: str) -> None:
    raise NotFoundError(recipe_id)
# file: app/errors.py
class AppError(Exception): ...


class NotFoundError(AppError): ...
# file: app/error_handlers.py
from app.errors import NotFoundError

STATUS = {NotFoundError: 404}
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.vocabulary.raising import http_exception_classes, raises_http_exception
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "fastapi.md#errors"
SCOPE = "module"


def subjects(file: File) -> Iterable[ast.Raise | ast.ClassDef]:
    if file.layer == "test":
        return
    yield from file.syntax.nodes(ast.Raise)
    yield from http_exception_classes(file.syntax)


def judge(subject: ast.Raise | ast.ClassDef, file: File) -> Iterator[Problem]:
    if isinstance(subject, ast.ClassDef):
        yield problem(
            subject,
            f"`{subject.name}` is an `HTTPException`",
            f"derive `{subject.name}` from AppError and map it in error_handlers.py",
        )
    elif raises_http_exception(subject, file.syntax):
        yield problem(
            subject,
            "`HTTPException` is raised",
            "raise an AppError subclass and map it in error_handlers.py",
        )
