"""Nobody raises HTTPException: raise an AppError, `error_handlers.py` knows its status.

An HTTPException in a service or a dependency ties the domain to HTTP, and spreads the answer to "which error is which
status" over the whole code base.

```python bad app/routes/recipes.py
from fastapi import HTTPException


async def get_recipe(recipe_id: str) -> None:
    raise HTTPException(status_code=404, detail="no such recipe")
```

```python good app/services/recipes.py
from app.errors import NotFoundError


async def get(recipe_id: str) -> None:
    raise NotFoundError("recipe", recipe_id)
# file: app/errors.py
class AppError(Exception): ...


class NotFoundError(AppError): ...
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project import File
from onejob.check.rule import Problem, problem

SEVERITY = "error"
REFERENCE = "fastapi.md#errors"
SCOPE = "module"

_EXCEPTIONS = frozenset(
    {
        "fastapi.HTTPException",
        "fastapi.exceptions.HTTPException",
        "starlette.exceptions.HTTPException",
        "starlette.HTTPException",
    }
)


def subjects(file: File) -> Iterable[ast.Raise]:
    return [] if file.layer == "test" else file.syntax.nodes(ast.Raise)


def judge(statement: ast.Raise, file: File) -> Iterator[Problem]:
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    if file.syntax.qualified(raised) in _EXCEPTIONS:
        yield problem(
            statement,
            "`HTTPException` is raised",
            "raise an AppError subclass and map it in error_handlers.py",
        )
