"""Tasks are started in a TaskGroup, not with a bare `create_task` or `ensure_future`.

A loose task has no owner: its error is seen by nobody, it may be collected in the middle of its work, and it goes on after
the request that started it has failed. A TaskGroup waits for its children and passes their errors on.

```python bad app/services/mail.py
import asyncio


async def send(deliver):
    asyncio.create_task(deliver())
```

```python good app/services/mail.py
import asyncio


async def send(deliver):
    async with asyncio.TaskGroup() as group:
        group.create_task(deliver())
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name, spell
from onejob.check.vocabulary.tasks import LOOSE_TASKS, SPAWNING_METHODS, calls_from

SEVERITY = "warning"
REFERENCE = "patterns-examples.md#concurrency"
SCOPE = "module"
WORDS = ("asyncio", "create_task", "start_soon", "soonify", "ensure_future")

_LOOPS = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop", "asyncio.new_event_loop"})


def subjects(file: File) -> Iterable[ast.Call]:
    """Every start of a task, in a group or loose."""
    if file.layer == "test":
        return
    loose = list(calls_from(file.syntax, *LOOSE_TASKS))
    yield from loose
    methods = file.syntax.calls_of_method(*SPAWNING_METHODS, "ensure_future")
    yield from (call for call in methods if isinstance(call.func, ast.Attribute) and call not in loose)


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    if (
        file.syntax.qualified(call.func) in LOOSE_TASKS
        or isinstance(call.func, ast.Name)
        or _on_loop(call, file)
    ):
        yield problem(
            call,
            f"`{spell(call.func)}` starts a task that nobody owns",
            "start it with `group.create_task(...)` inside `async with asyncio.TaskGroup() as group:`",
        )


def _on_loop(call: ast.Call, file: File) -> bool:
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(receiver, ast.Call):
        return file.syntax.qualified(receiver.func) in _LOOPS
    return receiver is not None and last_name(receiver).lstrip("_") in {"loop", "event_loop"}
