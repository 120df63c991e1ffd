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
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.engines import ENGINES, builders_in
from onejob.check.vocabulary.handlers import is_generator, is_route_decorator
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import Function
from onejob.check.reading.spelling import dotted_name, last_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#engine"
SCOPE = "project"

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
_PROVIDER = re.compile(r"\b(?:Depends|Security)\(\s*(?:dependency\s*=\s*)?([A-Za-z_][\w.]*)")
_MAKERS = tuple(name.rpartition(".")[2] for name in ENGINES)


class Built(NamedTuple):
    """A place that creates an engine, and the function around it."""

    file: File
    call: ast.Call
    function: Function | None


def subjects(project: Project) -> Iterable[Built]:
    """Every place that creates an async engine."""
    for file in project.application:
        if file.layer == "migration" or not _imports_engines(file):
            continue
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
    is_shown = is_generator(function) or any(
        call.callee.rpartition(".")[2] == "FastAPI"
        for item in project.layer("app")
        for call in item.facts.calls
    )
    return file.layer in _UNTIL_SHUTDOWN and is_shown


def _disposes(project: Project) -> bool:
    """Whether anything near an engine names `dispose`: called, or handed to an exit stack."""
    return any(
        node.attr == "dispose"
        for file in project.application
        if _knows_sqlalchemy(file)
        or any(edge.target.module and _knows_sqlalchemy(edge.target.module) for edge in file.edges)
        for node in file.syntax.nodes(ast.Attribute)
    )


def _knows_sqlalchemy(file: File) -> bool:
    return any(item.module.partition(".")[0] in {"sqlalchemy", "sqlmodel"} for item in file.facts.imports)


def _runs_per_request(function: Function, file: File, project: Project) -> bool:
    if any(is_route_decorator(item) or last_name(item) == "middleware" for item in function.decorator_list):
        return True
    if file.syntax.symbol_at(function.lineno) != function.name:  # a method, or a function in a function
        return file.layer in _PER_REQUEST and "lifespan" not in function.name
    name = (file.path, function.name)
    providers = set(_providers(project))
    if name in providers or any(name in _used_by(*provider, project) for provider in providers):
        return True
    return (
        file.layer in _PER_REQUEST
        and "lifespan" not in function.name
        and not _opened_at_start(*name, project)
    )


def _marks(function: Function) -> set[str]:
    return {last_name(item.func if isinstance(item, ast.Call) else item) for item in function.decorator_list}


def _providers(project: Project) -> Iterator[tuple[str, str]]:
    """Every function that FastAPI calls for a request: (path, name)."""
    for file in project.application:
        texts = [item.value for item in file.facts.assignments]
        for function in file.functions.values():
            if file.layer == "dependencies" and not function.decorators and "lifespan" not in function.name:
                yield file.path, function.name
            for parameter in function.parameters:
                texts += [parameter.annotation, parameter.default]
        for text in texts:
            for found in _PROVIDER.finditer(text) if "(" in text else ():
                target = file.resolve(found[1])
                if target.module:
                    yield target.module.path, target.symbol


def _used_by(path: str, name: str, project: Project) -> set[tuple[str, str]]:
    """What a provider itself calls, in its own body; only providers near an engine are parsed."""
    file = next((item for item in project.files if item.path == path), None)
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
        file.layer
        for file in project.application
        if file.path != path
        for edge in file.edges
        if edge.target.module and edge.target.module.path == path and edge.target.symbol in {name, ""}
    }
    return bool(importers) and importers <= _START
