"""create_app only wires: the app defines no route.

The module that builds the application grows without end once routes live in it, and nobody can include them elsewhere.
A router per subject in routes/ costs one line in create_app.

```python bad app/app.py
from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
async def health() -> str:
    return "alive"
```

```python good app/app.py
from fastapi import FastAPI

from app.routes import health


def create_app() -> FastAPI:
    app = FastAPI()
    app.include_router(health.router)
    return app
# file: app/routes/health.py
from fastapi import APIRouter

router = APIRouter()


@router.get("/health")
async def health() -> str:
    return "alive"
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.handlers import Handler, handlers
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem

SEVERITY = "warning"
REFERENCE = "fastapi.md#routes"
SCOPE = "module"


def subjects(file: File) -> Iterable[Handler]:
    return handlers(file)


def judge(handler: Handler, file: File) -> Iterator[Problem]:
    if file.layer == "app":
        is_registered = handler.registration not in handler.function.decorator_list
        yield problem(
            handler.registration if is_registered else handler.function,
            f"`{handler.function.name}` is a route in the app module",
            "move it to a router in routes/ and include that",
        )
