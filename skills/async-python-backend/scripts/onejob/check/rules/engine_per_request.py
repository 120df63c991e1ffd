"""An engine is created once, at startup, and disposed of at shutdown; never in a handler, a dependency, a repository or a service.

An engine is a pool. One for each request opens a new connection for every query and leaves it open until the database
refuses more. What the lifespan, the factory or the app opens is start-up, wherever it is written; so is a dependency
whose result is cached for the life of the process. An engine that nothing disposes of leaves its connections to the
database's own timeouts.

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
from typing import NamedTuple

from onejob.check.project.survey import Survey
from onejob.check.vocabulary.engines import ENGINES, builders_in
from onejob.check.vocabulary.handlers import is_generator, is_route_decorator
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import Function
from onejob.check.reading.spelling import dotted_name, last_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#engine"
SCOPE = "file"
WORDS = ("create_async_", "async_engine_from_config")

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
_CACHES = frozenset({"cache", "lru_cache", "cached_property", "alru_cache"})
_MAKERS = tuple(name.rpartition(".")[2] for name in ENGINES)


class Built(NamedTuple):
    """A place that creates an engine, and the function around it."""

    file: File
    call: ast.Call
    function: Function | None


def subjects(file: File) -> Iterable[Built]:
    """Every place that creates an async engine."""
    if file.layer != "migration" and _imports_engines(file):
        for call in builders_in(file.syntax, ENGINES):
            yield Built(file, call, file.syntax.function_of(call))


def _imports_engines(file: File) -> bool:
    return any(
        item.name in _MAKERS or item.dotted in {"sqlalchemy", "sqlalchemy.ext", "sqlalchemy.ext.asyncio"}
        for item in file.facts.imports
    )


def judge(built: Built, project: Project) -> Iterator[Problem]:
    function, file = built.function, built.file
    if function is None or _marks(function) & _CACHES:  # at import: engine-at-import speaks
        return
    if _runs_per_request(function, file, project):
        yield problem(
            built.call,
            f"`{function.name}` creates an engine each time it runs",
            "create it once in the lifespan or in factory.py, and pass the sessionmaker on",
            file.path,
        )
    elif _lasts(function, file, project) and not _disposes(project):
        yield problem(
            built.call,
            f"`{function.name}` creates an engine that nothing disposes of",
            "write `await engine.dispose()` where the application stops: behind the lifespan's `yield`, in a `finally`",
            file.path,
        )


_UNTIL_SHUTDOWN = frozenset({"app", "factory", "config", "dependencies"})


def _lasts(function: Function, file: File, project: Project) -> bool:
    """Whether an engine lives as long as an application that is here to be seen."""
    is_shown = is_generator(function) or project.survey("applications").has("")
    return file.layer in _UNTIL_SHUTDOWN and is_shown


def _disposes(project: Project) -> bool:
    """Whether anything near an engine names `dispose`: called, or handed to an exit stack."""
    return project.survey("disposals").has("")


def _runs_per_request(function: Function, file: File, project: Project) -> bool:
    if any(is_route_decorator(item) or last_name(item) == "middleware" for item in function.decorator_list):
        return True
    if file.syntax.symbol_at(function.lineno) != function.name:  # a method, or a function in a function
        return file.layer in _PER_REQUEST and "lifespan" not in function.name
    name = (file.path, function.name)
    providers = project.survey("providers")
    if providers.has(" ".join(name)) or any(name in _used_by(*item, project) for item in _all(providers)):
        return True
    return (
        file.layer in _PER_REQUEST
        and "lifespan" not in function.name
        and not _opened_at_start(*name, project)
    )


def _marks(function: Function) -> set[str]:
    return {last_name(item.func if isinstance(item, ast.Call) else item) for item in function.decorator_list}


def _all(providers: Survey) -> set[tuple[str, str]]:
    """Every function that FastAPI calls for a request: (path, name)."""
    return {(key.rpartition(" ")[0], key.rpartition(" ")[2]) for _, part in providers.items() for key in part}


def _used_by(path: str, name: str, project: Project) -> set[tuple[str, str]]:
    """What a provider itself calls, in its own body; only providers near an engine are parsed."""
    file = project.files.get(path)
    if file is None or not _reaches_engines(file):
        return set()
    function = next((item for item in file.syntax.functions if item.name == name), None)
    if function is None or _marks(function) & _CACHES:
        return set()
    called = (
        file.resolve(dotted_name(item.func)) for item in ast.walk(function) if isinstance(item, ast.Call)
    )
    return {(target.module.path, target.symbol) for target in called if target.module}


def _reaches_engines(file: File) -> bool:
    modules = [file, *(edge.target.module for edge in file.edges if edge.target.module)]
    return any(_imports_engines(module) for module in modules)


_START = frozenset({"app", "factory", "config", "script", "", "migration"})


def _opened_at_start(path: str, name: str, project: Project) -> bool:
    """Whether only start-up code imports a module-level opener: the app, the factory, scripts."""
    importers = {
        layer for layer, names in project.survey("importers").values(path) if not {name, ""}.isdisjoint(names)
    }
    return bool(importers) and importers <= _START
