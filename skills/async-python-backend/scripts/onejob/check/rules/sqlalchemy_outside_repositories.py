"""sqlalchemy and database drivers are imported only in repositories and migrations.

Queries in one place can be read, indexed and changed together. The composition root needs four names to build the pool
and hand it on: `create_async_engine`, `async_sessionmaker`, `AsyncEngine` and `AsyncSession` are open to the factory,
config, app and dependencies, to scripts, and to a file in no layer; a file in no layer that builds the engine is part of
the composition root and may import what that takes.

Services, controllers, routes and models have rules of their own for this. Protocols are judged even beside the
repositories: importing them must not need a database. Files in no layer are judged when they lie in the application.

```python bad app/dependencies.py
from sqlalchemy import select
```

```python good app/factory.py
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
```
"""

from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.forbidden import imports_sqlalchemy, names_session_only, offences, side
from onejob.check.project.layers import DATA_LAYERS
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.project.targets import Edge
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.unmapped import is_judged

SEVERITY = "error"
REFERENCE = "layers.md#repositories"
SCOPE = "file"

_ELSEWHERE = frozenset({"service", "controller"})  # their own rules speak
_JUDGED = ("app", "dependencies", "error-handlers", "middleware", "schema", "gateway", "interface", "errors", "config", "factory", "logging")  # fmt: skip
_MAY_NAME_SESSIONS = frozenset({"app", "dependencies", "config", "factory", "script", ""})
_ENGINE_BUILDERS = frozenset({"create_async_engine", "create_engine", "async_engine_from_config"})


def subjects(file: File) -> Iterable[File]:
    if file.layer in _JUDGED:
        return [file] if side(file) not in _ELSEWHERE else []
    return [file] if not _builds_engine(file) and is_judged(file, DATA_LAYERS) else []


def judge(file: File, project: Project) -> Iterator[Problem]:
    for offence in offences(file, _is_forbidden):
        yield problem(
            offence,
            f"{file.layer or 'application'} module `{file.name}` imports {offence.what}",
            "move the query into a repository; outside of it only the engine, the sessionmaker and their types are wired",
            file.path,
        )


def _is_forbidden(edge: Edge) -> bool:
    if not imports_sqlalchemy(edge):
        return False
    return edge.importer.layer not in _MAY_NAME_SESSIONS or not (
        names_session_only(edge) or _leads_there(edge)
    )


def _leads_there(edge: Edge) -> bool:
    """`import sqlalchemy.ext.asyncio as sa` that is used for nothing but the four names."""
    uses = [
        other
        for other in edge.importer.edges
        if other.fact.kind == "attribute" and other.target.dotted.startswith(f"{edge.target.dotted}.")
    ]
    return bool(uses) and all(names_session_only(other) for other in uses)


def _builds_engine(file: File) -> bool:
    return file.layer == "" and any(item.name in _ENGINE_BUILDERS for item in file.facts.imports)
