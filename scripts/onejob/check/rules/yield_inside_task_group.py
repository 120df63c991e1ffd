"""No `yield` inside a TaskGroup or a timeout.

A generator hands control to its consumer in the middle of the block: a failing child then cancels whatever the consumer is
doing, a timeout hits foreign code, and an abandoned generator leaves the group open (PEP 789). Functions that are context
managers or FastAPI dependencies are entered and left in order, so they may.

```python bad app/services/feed.py
import asyncio


async def feed(source):
    async with asyncio.timeout(5):
        async for item in source:
            yield item
```

```python good app/services/feed.py
import asyncio


async def _next_item(source):
    async with asyncio.timeout(5):
        return await anext(source, None)


async def feed(source):
    while (item := await _next_item(source)) is not None:
        yield item
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import last_name, spell
from onejob.check.vocabulary.tasks import TASK_GROUPS

SEVERITY = "error"
REFERENCE = "patterns-examples.md#concurrency"
SCOPE = "module"

_SCOPES = frozenset({
    *TASK_GROUPS, "asyncio.timeout", "asyncio.timeout_at", "asyncio.timeouts.timeout", "asyncio.timeouts.timeout_at", "async_timeout.timeout",
    "anyio.fail_after", "anyio.move_on_after", "anyio.CancelScope", "trio.fail_after", "trio.move_on_after",
})  # fmt: skip
_MANAGERS = ("contextmanager", "asynccontextmanager", "fixture")


def subjects(file: File) -> Iterable[ast.With | ast.AsyncWith]:
    """Every block that opens a task group or a timeout."""
    if file.layer == "test":
        return
    blocks: list[ast.With | ast.AsyncWith] = [*file.syntax.nodes(ast.With), *file.syntax.nodes(ast.AsyncWith)]
    yield from (block for block in blocks if _scope(block, file) is not None)


def judge(block: ast.With | ast.AsyncWith, file: File) -> Iterator[Problem]:
    function = file.syntax.function_of(block)
    if function is None or _is_manager(function, file):
        return
    scope, found = _scope(block, file), next(_yields(block.body), None)
    if found is not None and scope is not None and not _is_inner(found, block, file):
        yield problem(
            found,
            f"`{function.name}` yields inside `{spell(scope.func)}`",
            "collect inside the block and yield after it, or send the items through an `asyncio.Queue`",
        )


def _scope(block: ast.With | ast.AsyncWith, file: File) -> ast.Call | None:
    calls = (item.context_expr for item in block.items)
    return next(
        (
            call
            for call in calls
            if isinstance(call, ast.Call) and file.syntax.qualified(call.func) in _SCOPES
        ),
        None,
    )


def _is_inner(found: ast.AST, block: ast.AST, file: File) -> bool:
    """Whether a nearer scope reports the same yield already."""
    for around in file.syntax.ancestors(found):
        if around is block:
            return False
        if isinstance(around, ast.With | ast.AsyncWith) and _scope(around, file) is not None:
            return True
    return False


def _is_manager(function: Function, file: File) -> bool:
    marks = (last_name(item.func if isinstance(item, ast.Call) else item) for item in function.decorator_list)
    if (
        any(mark in _MANAGERS for mark in marks)
        or file.layer == "dependencies"
        or function.name.endswith("lifespan")
    ):
        return True
    depends = file.syntax.calls_of_method("Depends", "asynccontextmanager", "contextmanager")
    return any(call.args and last_name(call.args[0]) == function.name for call in depends)


def _yields(body: list[ast.stmt]) -> Iterator[ast.Yield | ast.YieldFrom]:
    pending: list[ast.AST] = list(reversed(body))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            pending.extend(reversed(list(ast.iter_child_nodes(node))))
