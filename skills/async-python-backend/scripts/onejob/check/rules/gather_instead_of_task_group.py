"""Concurrent work runs in a TaskGroup, never in `asyncio.gather` or `asyncio.wait`.

When one call fails, `gather` raises and leaves its siblings running: they go on using connections whose request is
already answered. A TaskGroup cancels them and waits for them. An anyio task group counts as a TaskGroup.

```python bad app/controllers/dashboard.py
import asyncio as aio


async def load(orders, users):
    return await aio.gather(orders(), users())
```

```python good app/controllers/dashboard.py
import asyncio


async def load(orders, users):
    async with asyncio.TaskGroup() as group:
        latest = group.create_task(orders())
        people = group.create_task(users())
    return latest.result(), people.result()
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.tasks import GATHERS, TASK_GROUPS, calls_from

SEVERITY = "error"
REFERENCE = "patterns-examples.md#concurrency"
SCOPE = "module"
WORDS = ("asyncio", "anyio", "asyncer", "trio")


def subjects(file: File) -> Iterable[ast.expr]:
    """Every fan-out of the file: groups, gathers, and names that gather is given (`run = asyncio.gather`)."""
    if file.layer == "test":
        return
    yield from calls_from(file.syntax, *TASK_GROUPS)
    yield from calls_from(file.syntax, *GATHERS)
    for statement in file.syntax.nodes(ast.Assign):
        if file.syntax.qualified(statement.value) in GATHERS:
            yield statement.value


def judge(fan_out: ast.expr, file: File) -> Iterator[Problem]:
    called = fan_out.func if isinstance(fan_out, ast.Call) else fan_out
    name = file.syntax.qualified(called)
    if not name.endswith(("TaskGroup", "create_task_group", "open_nursery")):
        short = name.rpartition(".")[2]
        yield problem(
            fan_out,
            f"`asyncio.{short}` runs concurrent work",
            "open `async with asyncio.TaskGroup() as group:` and use `group.create_task(...)`",
        )
