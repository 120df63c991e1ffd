"""A session lives no longer than its unit of work: not at module or class level, not in a singleton, `app.state` or a cache.

A session that outlives its request is shared by all that follow: concurrently, with stale objects, and broken for good after
the first failed transaction. What may live long is the `async_sessionmaker`.

```python bad app/dependencies.py
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession


@lru_cache
def get_session(make) -> AsyncSession:
    return make()
```

```python good app/dependencies.py
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


async def get_session(sessions: async_sessionmaker[AsyncSession]):
    async with sessions() as session:
        yield session
```
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.reading.facts import Local
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.rule import Located, Problem, problem
from onejob.check.vocabulary.engines import MAKERS, built_name
from onejob.check.vocabulary.sessions import is_session, is_session_type, makes_session, opens_session
from onejob.check.reading.spelling import dotted_name, spell

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#sessions"
SCOPE = "file"

_CACHES = frozenset({"cache", "lru_cache", "alru_cache", "cached"})
_LONG_LIVED = re.compile(r"Singletons?$|Resources$|AppState$|AppContext$|LifespanState$|Container$")
_KEEPS_A_SESSION = re.compile(r"\b(?:dict|Dict|list|List|set|Set|tuple|defaultdict|WeakValueDictionary|TTLCache|LRUCache|Mapping|MutableMapping|Sequence)\[")  # fmt: skip
_SESSIONS = re.compile("session|maker", re.IGNORECASE)
_STATE = re.compile(r"(?:^|\.)state\.\w+$|(?:^|\.)extra\[")


class Kept(NamedTuple):
    """A place that could keep something for long, and what is wrong with it ("" for nothing)."""

    file: File
    place: Located
    wrong: str


def subjects(file: File) -> Iterable[Kept]:
    """Every place where sessions are opened or kept."""
    if file.layer != "migration" and _knows_sessions(file):
        yield from _module_level(file)
        yield from _class_level(file)
        yield from _cached(file)
        yield from _opened(file)


def _knows_sessions(file: File) -> bool:
    return any(_SESSIONS.search(item.name or item.module) for item in file.facts.imports)


def judge(kept: Kept, project: Project) -> Iterator[Problem]:
    if kept.wrong:
        yield problem(
            kept.place,
            kept.wrong,
            "keep the `async_sessionmaker` instead and open a session for each unit of work",
            kept.file.path,
        )


def _module_level(file: File) -> Iterator[Kept]:
    for item in file.facts.assignments:
        kept = is_session_type(item.annotation, file) or _keeps(item.annotation, file)
        if kept or _makes(item.value, file):
            yield Kept(file, item, f"`{item.name}` keeps a session at module level")


_CALLED = re.compile(r"([A-Za-z_][\w.]*)\(")


def _makes(value: str, file: File) -> bool:
    """`maker()`, and `OrderRepository(maker())`: an object that is given a new session keeps it."""
    if "(" not in value or value.startswith("lambda"):
        return False
    makers = {name for name in _CALLED.findall(value) if makes_session(name, file, "")}
    node = parse_expression(value) if makers else None
    arguments = [*node.args, *(item.value for item in node.keywords)] if isinstance(node, ast.Call) else []
    return any(isinstance(item, ast.Call) and dotted_name(item.func) in makers for item in (node, *arguments))


def _keeps(annotation: str, file: File) -> bool:
    """`dict[str, AsyncSession]`: a collection of sessions."""
    if not _KEEPS_A_SESSION.search(annotation) or "sessionmaker" in annotation or "Callable" in annotation:
        return False
    return any(is_session(target) for target in file.resolve_all(annotation))


def _class_level(file: File) -> Iterator[Kept]:
    for item in file.facts.classes:
        found = Found(file, item)
        for field in item.fields:
            in_body = field.lineno < min((method.lineno for method in item.methods), default=10**9)
            callee, called, _ = field.value.partition("(")
            made = in_body and bool(called) and makes_session(callee, file, "")
            shared = "ClassVar" in field.annotation and is_session_type(field.annotation, file)
            lasting = _LONG_LIVED.search(item.name) and is_session_type(field.annotation, file)
            kept = _keeps(field.annotation, found.file)
            if made or shared or lasting or kept:
                yield Kept(
                    file,
                    field,
                    f"`{item.name}.{field.name}` keeps a session {'for the life of the process' if lasting else 'at class level'}",
                )


def _cached(file: File) -> Iterator[Kept]:
    for function in file.functions.values():
        marks = {mark.partition("(")[0].rpartition(".")[2] for mark in function.decorators}
        if is_session_type(function.returns, file):
            wrong = f"`{function.name}` caches the session it returns" if marks & _CACHES else ""
            yield Kept(file, function, wrong)


def _opened(file: File) -> Iterator[Kept]:
    """Sessions opened in functions: stored in `app.state`, yielded by a lifespan, or put into a global."""
    opened = [item for item in file.facts.locals if opens_session(item, file, item.within)]
    for item in opened:
        if item.name in file.assignments and not item.is_with and _is_global(item, file):
            yield Kept(file, item, f"`{item.name}` keeps a session at module level")
        elif "lifespan" in item.within.rpartition(".")[2] and _is_yielded(item, file):
            yield Kept(file, item, f"`{item.within}` keeps a session for the life of the application")
        else:
            yield Kept(file, item, "")
    names = {(item.within, item.name) for item in opened}
    if file.layer in {"app", "factory", "dependencies", "middleware", "route", "script", ""}:
        yield from _stored_in_state(file, names)


def _is_global(local: Local, file: File) -> bool:
    return any(local.name in node.names for node in file.syntax.nodes(ast.Global))


def _is_yielded(local: Local, file: File) -> bool:
    yields = (
        node for node in file.syntax.nodes(ast.Yield) if file.syntax.symbol_at(node.lineno) == local.within
    )
    parts = (item for node in yields for item in ast.walk(node))
    return any(isinstance(item, ast.Name) and item.id == local.name for item in parts)


def _stored_in_state(file: File, names: set[tuple[str, str]]) -> Iterator[Kept]:
    if not any(item.module.partition(".")[0] in {"fastapi", "starlette"} for item in file.facts.imports):
        return
    for node in file.syntax.nodes(ast.Assign):
        target, within = spell(node.targets[0]), file.syntax.symbol_at(node.lineno)
        if not _STATE.search(target) or "request.state" in target.replace("request.app.state", ""):
            continue
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        if _is_made(value, file, within) or (within, dotted_name(value)) in names:
            yield Kept(file, node, f"`{target}` keeps a session for the life of the application")


def _is_made(value: ast.expr, file: File, within: str) -> bool:
    """`maker()`, and `Factory(maker())`: what is given a new session keeps it."""
    if not isinstance(value, ast.Call):
        return False
    makers = _makers_in_state(file)
    called = (
        dotted_name(item.func)
        for item in (value, *value.args, *(item.value for item in value.keywords))
        if isinstance(item, ast.Call)
    )
    return any(name.removesuffix(".begin") in makers or makes_session(name, file, within) for name in called)


def _makers_in_state(file: File) -> set[str]:
    """`app.state.sessions = async_sessionmaker(...)` of this file."""
    return {
        spell(target)
        for node in file.syntax.nodes(ast.Assign)
        if isinstance(node.value, ast.Call) and built_name(node.value, file.syntax) in MAKERS
        for target in node.targets
        if isinstance(target, ast.Attribute)
    }
