"""A project that uses TaskGroup maps ExceptionGroup in error_handlers.py, or unwraps it in every controller.

An AppError raised inside a TaskGroup arrives as an ExceptionGroup. A handler for AppError never sees it: the client gets
500 where 404 was meant. One handler that looks at the leaves is the safety net; `except*` around each group is the
alternative. One finding, at the first group that nobody unwraps.

Projects without an HTTP edge are not meant, nor are groups that never see a request: those of the lifespan, of a context
manager that holds background work, and of what only these call.

```python bad app/controllers/dashboard.py
import asyncio
from collections.abc import Awaitable


async def show(orders: Awaitable[int], users: Awaitable[int]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(orders)
        group.create_task(users)
# file: app/error_handlers.py
from fastapi import FastAPI
```

```python good app/controllers/dashboard.py
import asyncio
from collections.abc import Awaitable


async def show(orders: Awaitable[int], users: Awaitable[int]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(orders)
        group.create_task(users)
# file: app/error_handlers.py
from fastapi import FastAPI, Request


def register(app: FastAPI) -> None:
    @app.exception_handler(ExceptionGroup)
    async def unwrap(_: Request, group: ExceptionGroup[Exception]) -> None: ...
```
"""

import ast
import re
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.exceptions import handler_files
from onejob.check.reading.facts import Call
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import last_name

SEVERITY = "error"
REFERENCE = "patterns-examples.md#errors-in-a-fan-out"
SCOPE = "project"

_ELSEWHERE = frozenset({"test", "migration", "script"})
Fan = tuple[File, Call, bool]


def subjects(project: Project) -> Iterable[Fan]:
    """Every task group; the first that nobody unwraps is marked, because it is one handler that is missing."""
    places = project.survey("places")
    if not any(places.has(f"layer {layer}") for layer in ("app", "route", "error-handlers")):
        return
    found = sorted(project.survey("task_groups").items(), key=lambda item: (not item[0].layer, item[0].path))
    groups = [
        (file, file.facts.calls[position])
        for file, part in found
        if _is_served(file, project)
        for position in part[""]
    ]
    is_mapped = not groups or any(_maps_groups(file) for file in handler_files(project))
    unguarded = None if is_mapped else next((item for item in groups if not _is_harmless(*item)), None)
    for file, call in groups:
        yield file, call, (file, call) == unguarded


def _is_served(file: File, project: Project) -> bool:
    """Whether requests can come here: a module without a layer must be imported by one that has one."""
    if file.layer:
        return True
    importers = project.survey("importers").values(file.path)
    return any(layer and layer not in _ELSEWHERE for layer, _ in importers)


def judge(fan: Fan, project: Project) -> Iterator[Problem]:
    file, call, is_missing = fan
    if is_missing:
        yield problem(
            call,
            "errors out of this TaskGroup arrive as ExceptionGroup, and nothing maps it",
            "register a handler for ExceptionGroup in error_handlers.py that answers for its leaves",
            file.path,
        )


_GROUPS = frozenset({"ExceptionGroup", "BaseExceptionGroup"})
_ASKING = ("exception_handler", "add_exception_handler", "isinstance")


def _maps_groups(file: File) -> bool:
    """Whether a file gives ExceptionGroup to a handler, asks for it in one, or unwraps groups in a middleware."""
    syntax = file.syntax
    if any(_names_group(argument) for call in syntax.calls_of_method(*_ASKING) for argument in call.args):
        return True
    named = [key for table in syntax.nodes(ast.Dict) for key in table.keys]
    named += [item.cls for item in syntax.nodes(ast.MatchClass)]
    named += [item.type for item in syntax.nodes(ast.ExceptHandler)]
    return any(_names_group(item) for item in named) or bool(syntax.nodes(ast.TryStar))


def _names_group(node: ast.AST | None) -> bool:
    return node is not None and any(
        isinstance(item, ast.Name) and item.id in _GROUPS for item in ast.walk(node)
    )


def _is_harmless(file: File, call: Call) -> bool:
    function = call.within.rpartition(".")[2]
    return _is_unwrapped(file, call) or _runs_at_start(function, file, {function})


_STARTING = re.compile(r"^_*(?:lifespan|startup|start|open|serve|main|aenter)(?:_|$)|_lifespan$")


def _runs_at_start(name: str, file: File, seen: set[str]) -> bool:
    """Whether a function belongs to the start of the process: by its name, as a context manager, or because only such functions call it."""
    defined = [item for item in file.syntax.functions if item.name == name]
    if any(_opens(item) or _STARTING.search(name) for item in defined):
        return True
    callers = {
        around.name
        for node in file.syntax.calls_of_method(name)
        if (around := file.syntax.function_of(node)) is not None
    } - seen
    return bool(callers) and all(_runs_at_start(caller, file, seen | callers) for caller in callers)


def _opens(function: Function) -> bool:
    return any(last_name(item) == "asynccontextmanager" for item in function.decorator_list)


def _is_unwrapped(file: File, call: Call) -> bool:
    """Whether `except*`, `except ExceptionGroup` or an unwrapping helper of ours stands around the group."""
    here = [
        node
        for node in file.syntax.nodes(ast.Call)
        if (node.lineno, node.col_offset) == (call.lineno, call.col_offset)
    ]
    for around in file.syntax.ancestors(here[0]) if here else ():
        if isinstance(around, ast.TryStar):
            return True
        if isinstance(around, ast.Try) and any(_names_group(clause.type) for clause in around.handlers):
            return True
        if isinstance(around, ast.With | ast.AsyncWith) and any(
            _unwraps(item.context_expr) for item in around.items
        ):
            return True
        if isinstance(around, FUNCTIONS):
            return any(_unwraps(item) for item in around.decorator_list)
    return False


def _unwraps(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return "unwrap" in last_name(called).lower()
