"""Cancellation passes through: async code never ends a bare `except`, `BaseException` or `CancelledError` without raising.

A swallowed cancellation makes a TaskGroup wait for a child that goes on, a timeout that does not end, a shutdown that hangs.
`except Exception` lets cancellation through. Waiting for a task that one has just cancelled oneself is fine.

```python bad app/gateways/rates.py
async def today(client):
    try:
        return await client.get("/rates")
    except BaseException:
        return None
```

```python good app/gateways/rates.py
import asyncio


async def today(client, log):
    try:
        return await client.get("/rates")
    except asyncio.CancelledError:
        log.info("rates_cancelled")
        raise
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS
from onejob.check.reading.spelling import dotted_name, last_name, spell
from onejob.check.reading.walking import children, walk

SEVERITY = "error"
REFERENCE = "patterns-examples.md#errors-in-a-fan-out"
SCOPE = "module"

_CANCELLED = frozenset({
    "asyncio.CancelledError", "asyncio.exceptions.CancelledError", "concurrent.futures.CancelledError",
    "anyio.get_cancelled_exc_class", "BaseException", "builtins.BaseException",
})  # fmt: skip


class Guard(NamedTuple):
    """Code that awaits, under a handler or a `suppress`: (what it catches, its own code, the code that handles)."""

    place: ast.expr | ast.excepthandler
    caught: tuple[ast.expr, ...]
    body: list[ast.stmt]
    handling: list[ast.stmt]


def subjects(file: File) -> Iterable[Guard]:
    if file.layer == "test" or not file.syntax.nodes(ast.AsyncFunctionDef):
        return
    tries: list[ast.Try | ast.TryStar] = [*file.syntax.nodes(ast.Try), *file.syntax.nodes(ast.TryStar)]
    for statement in tries:
        if _is_async(statement, file) and _waits(statement, file):
            yield from (_guard(handler, statement.body) for handler in statement.handlers)
    blocks: list[ast.With | ast.AsyncWith] = [*file.syntax.nodes(ast.With), *file.syntax.nodes(ast.AsyncWith)]
    for block in blocks:
        for item in block.items:
            call = item.context_expr
            if (
                isinstance(call, ast.Call)
                and file.syntax.qualified(call.func) == "contextlib.suppress"
                and _waits(block, file)
            ):
                yield Guard(call, tuple(call.args), block.body, [])


def _guard(handler: ast.ExceptHandler, body: list[ast.stmt]) -> Guard:
    kind = handler.type
    caught = tuple(kind.elts) if isinstance(kind, ast.Tuple) else (kind,) if kind else ()
    return Guard(handler, caught, body, handler.body)


def judge(guard: Guard, file: File) -> Iterator[Problem]:
    bare = isinstance(guard.place, ast.ExceptHandler) and guard.place.type is None
    caught = next((item for item in guard.caught if _name(item, file) in _CANCELLED), None)
    if not (bare or caught is not None) or _raises(guard.handling) or _was_caught_before(guard, file):
        return
    if not _awaits_own_cancelled_task(guard, file):
        shown = "a bare `except`" if bare else f"`{spell(caught)}`"
        yield problem(
            guard.place,
            f"{shown} swallows the cancellation of the code it guards",
            "catch `Exception` or the errors you mean; after cleaning up on cancellation, `raise`",
        )


def _name(node: ast.expr, file: File) -> str:
    return file.syntax.qualified(node.func if isinstance(node, ast.Call) else node)


def _is_async(node: ast.AST, file: File) -> bool:
    return isinstance(file.syntax.function_of(node), ast.AsyncFunctionDef)


def _own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            pending.extend(children(node))


def _waits(statement: ast.Try | ast.TryStar | ast.With | ast.AsyncWith, file: File) -> bool:
    """Whether the guarded body gives way to others itself."""
    function = file.syntax.function_of(statement)
    first, last = statement.body[0].lineno, statement.body[-1].end_lineno or 0
    pauses: list[ast.expr | ast.stmt] = [
        *file.syntax.within(statement, ast.Await, ast.Yield),
        *file.syntax.within(statement, ast.AsyncFor, ast.AsyncWith),
    ]
    return any(first <= node.lineno <= last and file.syntax.function_of(node) is function for node in pauses)


def _raises(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Raise) for node in _own_nodes(body))


def _was_caught_before(guard: Guard, file: File) -> bool:
    """Whether an earlier handler of the same `try` has let the cancellation through already."""
    statement = file.syntax.parent(guard.place)
    if not isinstance(statement, ast.Try):
        return False
    for handler in statement.handlers:
        if handler is guard.place:
            return False
        names = (
            handler.type.elts
            if isinstance(handler.type, ast.Tuple)
            else [handler.type]
            if handler.type
            else []
        )
        if any(_name(item, file) in _CANCELLED for item in names):
            return _raises(handler.body)
    return False


def _awaits_own_cancelled_task(guard: Guard, file: File) -> bool:
    """`task.cancel()` and then `await task`: the cancellation caught is the one this code asked for."""
    function = file.syntax.function_of(guard.place)
    if function is None or _name_is_broad(guard, file):
        return False
    cancelled = {
        dotted_name(node.func).removesuffix(".cancel")
        for node in walk(function)
        if isinstance(node, ast.Call) and dotted_name(node.func).endswith(".cancel")
    }
    awaited = [_awaited(node.value) for node in _own_nodes(guard.body) if isinstance(node, ast.Await)]
    return bool(awaited) and all(name in cancelled for name in awaited)


def _awaited(node: ast.expr) -> str:
    """The task that is waited for, through `shield` or `wait_for` as well."""
    wrapped = isinstance(node, ast.Call) and last_name(node.func) in {"shield", "wait_for", "wait", "gather"}
    return dotted_name(node.args[0] if wrapped and isinstance(node, ast.Call) and node.args else node)


def _name_is_broad(guard: Guard, file: File) -> bool:
    return not guard.caught or any(_name(item, file).endswith("BaseException") for item in guard.caught)
