"""Concurrent work in one file: the names that start it, and the calls that use them."""

import ast
from collections.abc import Iterator

from onejob.check.project.file import File
from onejob.check.reading.facts import Call
from onejob.check.reading.syntax import Syntax

TASK_GROUPS = ("asyncio.TaskGroup", "asyncio.taskgroups.TaskGroup", "anyio.create_task_group", "asyncer.create_task_group", "trio.open_nursery")  # fmt: skip
GATHERS = ("asyncio.gather", "asyncio.tasks.gather", "asyncio.wait", "asyncio.tasks.wait")
LOOSE_TASKS = ("asyncio.create_task", "asyncio.ensure_future", "asyncio.tasks.create_task", "asyncio.tasks.ensure_future")  # fmt: skip
SPAWNING_METHODS = frozenset({"create_task", "start_soon", "soonify"})


def calls_from(syntax: Syntax, *origins: str) -> Iterator[ast.Call]:
    """Calls of these names under any alias, also after `from asyncio import *`."""
    found = syntax.calls(*origins)
    yield from found
    stars = {item.module for item in syntax.nodes(ast.ImportFrom) if item.names[0].name == "*"}
    for origin in origins:
        module, _, name = origin.rpartition(".")
        if module in stars and name not in syntax.bindings:
            calls = syntax.calls_of_method(name)
            yield from (call for call in calls if isinstance(call.func, ast.Name) and call not in found)


_KINDS = frozenset(TASK_GROUPS) | {"TaskGroup"}
_NAMES = ("TaskGroup", "create_task_group", "open_nursery")


def is_task_group(call: Call, file: File) -> bool:
    """Whether a kept call opens a task group."""
    if call.callee in file.bindings and file.bindings[call.callee] in _KINDS:
        return True
    return call.callee.endswith(_NAMES) and file.resolve(call.callee).dotted in _KINDS
