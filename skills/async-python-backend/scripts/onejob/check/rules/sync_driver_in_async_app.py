"""An async application talks to its database through an async driver.

`create_engine` and a URL without an async driver block the event loop for the whole length of each query, or fail at the
first one. Write the driver out: `postgresql+asyncpg://` (plain `postgresql://` means another driver in each release).

```python bad app/config.py
DATABASE_URL = "postgresql://localhost/app"
# file: app/services/clock.py
async def tick() -> None: ...
```

```python good app/config.py
DATABASE_URL = "postgresql+asyncpg://localhost/app"


def checked(url: str) -> str:
    if url.startswith("postgresql://"):
        raise RuntimeError("DATABASE_URL must name a driver: postgresql:// is not enough")
    return url
# file: app/services/clock.py
async def tick() -> None: ...
```
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Located, Problem, problem
from onejob.check.reading.spelling import last_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#engine"
SCOPE = "file"

_SYNC_ENGINES = frozenset({"sqlalchemy.create_engine", "sqlalchemy.engine.create_engine", "sqlmodel.create_engine", "sqlalchemy.engine_from_config"})  # fmt: skip
_URL = re.compile(
    r"(?P<scheme>(?:postgresql|postgres|sqlite|mysql|mariadb)(?:\+\w+)?)://(?=.)|(?P<memory>sqlite)://$"
)
_ENOUGH = 5  # handlers that tell whether an application is meant to be async
_ASYNC_DRIVERS = ("+asyncpg", "+psycopg", "+psycopg_async", "+aiosqlite", "+asyncmy", "+aiomysql", "+psqlpy")
_URL_LAYERS = frozenset({"config", "factory", "app", "dependencies", "script"})
_INSPECTIONS = frozenset({"startswith", "replace", "removeprefix", "split", "partition", "match", "fullmatch", "sub", "compile", "search", "index", "find", "count", "info", "warning", "error", "debug"})  # fmt: skip


class Address(NamedTuple):
    """A place that opens or names a database."""

    file: File
    node: Located
    driver: str
    is_engine: bool


def subjects(file: File) -> Iterable[Address]:
    """Every engine and every database URL of an application that has async functions or an async engine."""
    if file.layer == "migration":
        return
    engines = any("engine" in origin and origin.startswith("sql") for origin in file.bindings.values())
    if (engines or file.layer in _URL_LAYERS or _imports_sqlalchemy(file)) and _is_async(file.project):
        yield from _engines(file)
        yield from _urls(file)


def judge(address: Address, project: Project) -> Iterator[Problem]:
    if address.is_engine:
        message, fix = (
            f"`{address.driver}` opens a blocking engine",
            "use `create_async_engine` with an async driver",
        )
    elif address.driver.endswith(_ASYNC_DRIVERS):
        return
    else:
        base = {"postgres": "postgresql", "mariadb": "mysql"}.get(
            address.driver.partition("+")[0], address.driver.partition("+")[0]
        )
        right = {"postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite", "mysql": "mysql+asyncmy"}[
            base
        ]
        message, fix = f"`{address.driver}://` names no async driver", f"write `{right}://`"
    yield problem(address.node, message, fix, address.file.path)


def _is_async(project: Project) -> bool:
    asynchrony = project.survey("asynchrony")
    if asynchrony.has("engine"):
        return True
    counts = [count for _, count in asynchrony.get("handlers")]
    if sum(total for _, total in counts) >= _ENOUGH:
        return bool(sum(number for number, _ in counts) * 2 >= sum(total for _, total in counts))
    return asynchrony.has("")


def _imports_sqlalchemy(file: File) -> bool:
    return any(
        item.module.startswith(("sqlalchemy.ext.asyncio", "sqlalchemy.engine"))
        or (item.module in {"sqlalchemy", "sqlmodel"} and not item.name)
        for item in file.facts.imports
    )


def _engines(file: File) -> Iterator[Address]:
    for call in file.syntax.nodes(ast.Call):
        name = file.syntax.qualified(call.func)
        if name in _SYNC_ENGINES:
            yield Address(file, call, name.rpartition(".")[2], True)


def _urls(file: File) -> Iterator[Address]:
    for node in ast.walk(file.syntax.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "://" in node.value:
            continued = isinstance(file.syntax.parent(node), ast.JoinedStr)
            found = _URL.match(node.value + "…" if continued else node.value)
            if found and _is_used_as_url(node, file):
                yield Address(file, node, found["scheme"] or found["memory"], False)


def _is_used_as_url(node: ast.Constant, file: File) -> bool:
    """Whether a text is an address to connect to: not one that is compared, replaced, documented or complained about."""
    around = list(file.syntax.ancestors(node))
    if isinstance(around[0], ast.Expr) or any(isinstance(item, _TALK) for item in around):
        return False
    for item in around:
        if isinstance(item, ast.Call):
            # A sync engine is a finding already; its URL is not a second one.
            return (
                last_name(item.func) not in _INSPECTIONS
                and file.syntax.qualified(item.func) not in _SYNC_ENGINES
            )
        if isinstance(item, ast.Assign | ast.AnnAssign):
            target = item.targets[0] if isinstance(item, ast.Assign) else item.target
            return not re.search(r"prefix|scheme|sync_?url|pattern|example", last_name(target), re.IGNORECASE)
    return True


_TALK = (ast.Raise, ast.Compare, ast.For, ast.comprehension)
