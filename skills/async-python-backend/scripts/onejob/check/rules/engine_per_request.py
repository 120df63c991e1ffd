"""An engine is created once, at startup; never in a handler, a dependency, a repository or a service.

An engine is a pool. One for each request opens a new connection for every query and leaves it open until the database
refuses more. A dependency whose result is cached for the life of the process is not meant.

```python bad app/dependencies.py
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


async def get_session():
    engine = create_async_engine("postgresql+asyncpg://localhost/app")
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
```

```python good app/factory.py
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def open_engine(url: str):
    engine = create_async_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.engines import ENGINES, builders_in
from onejob.check.project import File
from onejob.check.rule import Problem, problem
from onejob.check.syntax import Function, last_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#engine"
SCOPE = "module"

_PER_REQUEST = frozenset(
    {
        "route",
        "dependencies",
        "repository",
        "service",
        "controller",
        "gateway",
        "unit-of-work",
        "middleware",
        "model",
        "orm",
    }
)
_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "api_route", "websocket", "middleware"})
_CACHES = frozenset({"cache", "lru_cache", "cached_property", "alru_cache"})


def subjects(file: File) -> Iterable[ast.Call]:
    """Every place that creates an async engine."""
    if file.layer in {"test", "migration"}:
        return []
    return builders_in(file.syntax, ENGINES)


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    function = file.syntax.function_of(call)
    if function is None or _marks(function) & _CACHES:  # at import: engine-at-import speaks
        return
    per_request = file.layer in _PER_REQUEST and not _is_lifespan(function)
    if per_request or _is_handler(function) or _is_dependency(function, file):
        yield problem(
            call,
            f"`{function.name}` creates an engine each time it runs",
            "create it once in the lifespan or in factory.py, and pass the sessionmaker on",
        )


def _marks(function: Function) -> set[str]:
    return {last_name(item.func if isinstance(item, ast.Call) else item) for item in function.decorator_list}


def _is_lifespan(function: Function) -> bool:
    return "lifespan" in function.name


def _is_handler(function: Function) -> bool:
    routed = (item.func for item in function.decorator_list if isinstance(item, ast.Call))
    return any(isinstance(item, ast.Attribute) and item.attr in _ROUTES for item in routed)


def _is_dependency(function: Function, file: File) -> bool:
    calls = file.syntax.calls_of_method("Depends")
    return any(call.args and last_name(call.args[0]) == function.name for call in calls)
