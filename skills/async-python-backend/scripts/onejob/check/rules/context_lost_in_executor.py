"""Blocking work goes to a thread with `asyncio.to_thread`, which keeps the context; `run_in_executor` loses it.

In the other thread the request id is gone from the logs and so is every other context variable. A function that is run
through `copy_context().run` keeps it, too.

```python bad app/gateways/pdf.py
import asyncio


async def render(draw):
    return await asyncio.get_running_loop().run_in_executor(None, draw)
```

```python good app/gateways/pdf.py
import asyncio


async def render(draw):
    return await asyncio.to_thread(draw)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name

SEVERITY = "warning"
REFERENCE = "patterns-examples.md#concurrency"
SCOPE = "module"
WORDS = ("run_in_executor", "to_thread", "run_sync", "run_in_threadpool")


def subjects(file: File) -> Iterable[ast.Call]:
    """Every hand-over to a thread."""
    if file.layer == "test":
        return []
    calls = file.syntax.calls_of_method("run_in_executor", "to_thread", "run_sync", "run_in_threadpool")
    return [call for call in calls if not _is_own_method(call, file)]


def _is_own_method(call: ast.Call, file: File) -> bool:
    """`self.run_in_executor(executor)` where a class of this file has such a method: no event loop's."""
    name = last_name(call.func)
    is_of_self = isinstance(call.func, ast.Attribute) and last_name(call.func.value) in {"self", "cls"}
    return is_of_self and any(item.name == name for item in file.syntax.functions)


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    if (
        last_name(call.func) != "run_in_executor"
        or _keeps_context(call, file)
        or _is_process_pool(call, file)
    ):
        return
    yield problem(
        call,
        "`run_in_executor` runs the function without this task's context variables",
        "use `await asyncio.to_thread(function, ...)`",
    )


def _keeps_context(call: ast.Call, file: File) -> bool:
    """`context.run` (or a partial of it) as the function: a copy of the context goes along."""
    function = call.args[1] if len(call.args) > 1 else None
    if isinstance(function, ast.Call) and last_name(function.func) == "partial" and function.args:
        function = function.args[0]
    if not isinstance(function, ast.Attribute) or function.attr != "run":
        return False
    receiver = function.value
    if isinstance(receiver, ast.Call):
        return file.syntax.qualified(receiver.func) == "contextvars.copy_context"
    made = (item for item in file.syntax.nodes(ast.Assign) if isinstance(item.value, ast.Call))
    copies = {
        last_name(target)
        for item in made
        if isinstance(item.value, ast.Call)
        and file.syntax.qualified(item.value.func) == "contextvars.copy_context"
        for target in item.targets
    }
    return last_name(receiver) in copies


def _is_process_pool(call: ast.Call, file: File) -> bool:
    """A process has no context to keep; `to_thread` would not do the same."""
    pool = last_name(call.args[0]) if call.args else ""
    made = [(item.targets[0], item.value) for item in file.syntax.nodes(ast.Assign)]
    made += [
        (item.optional_vars, item.context_expr)
        for item in file.syntax.nodes(ast.withitem)
        if item.optional_vars
    ]
    pools = {
        last_name(target)
        for target, value in made
        if isinstance(value, ast.Call) and last_name(value.func) == "ProcessPoolExecutor"
    }
    return pool in pools - {""} or "process" in pool.lower()
