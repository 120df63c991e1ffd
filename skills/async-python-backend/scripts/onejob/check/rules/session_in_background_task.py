"""A request's session is not captured by a background task, a loose task or a streaming generator.

The session belongs to the request: when the response is sent it is closed, or it is held open, with its connection, for
as long as the background work takes. Work that outlives the request opens its own unit of work; give it ids, not rows and
sessions. Several tasks of one TaskGroup on one session are session-shared-across-tasks'.

```python bad app/dependencies.py
from typing import Annotated

from fastapi import BackgroundTasks, Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession


def get_session(request: Request) -> AsyncSession:
    return request.state.session


async def audit(session: AsyncSession) -> None: ...


def audited(tasks: BackgroundTasks, session: Annotated[AsyncSession, Depends(get_session)]) -> None:
    tasks.add_task(audit, session)
```

```python good app/routes/orders.py
from fastapi import APIRouter, BackgroundTasks

from app.dependencies import FactoryDep
from app.models.order import Order

router = APIRouter()


@router.post("/orders")
async def place_order(factory: FactoryDep, tasks: BackgroundTasks) -> Order:
    order = await factory.checkout_controller().place()
    tasks.add_task(factory.mail_service().confirm, order.id)
    return order
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.handlers import is_generator, own_nodes
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.sessions import session_names
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import dotted_name, last_name
from onejob.check.reading.walking import walk

SEVERITY = "error"
REFERENCE = "fastapi.md#background-work"
SCOPE = "file"
WORDS = (
    "create_task",
    "ensure_future",
    "run_coroutine_threadsafe",
    "StreamingResponse",
    "EventSourceResponse",
    "BackgroundTask",
)

_LOOSE = frozenset({"create_task", "ensure_future", "run_coroutine_threadsafe"})
_STREAMS = frozenset({"StreamingResponse", "EventSourceResponse"})
_TAKERS = _LOOSE | _STREAMS | {"BackgroundTasks", "BackgroundTask"}


class Holder(NamedTuple):
    """A function that holds a session of the request, and the names it has for it."""

    file: File
    function: str
    names: frozenset[str]


def subjects(file: File) -> Iterable[Holder]:
    """Every function with a session among its parameters or its own fields, where something could take it away."""
    if file.layer in {"migration", "script"} or not _has_taker(file):
        return
    for function in file.functions.values():
        names = frozenset(session_names(file, function.name)) & _given(file, function.name)
        if names:
            yield Holder(file, function.name, names)


def _has_taker(file: File) -> bool:
    names = {item.name for item in file.facts.imports} | {
        call.callee.rpartition(".")[2] for call in file.facts.calls
    }
    return not names.isdisjoint(_TAKERS)


def _given(file: File, name: str) -> frozenset[str]:
    """What a function is given: its parameters, and the fields of `self`. A session it opens itself is its own."""
    function = file.functions[name]
    owner = file.classes.get(name.rpartition(".")[0])
    fields = {f"self.{field.name}" for field in owner.fields} if owner else set()
    return frozenset({parameter.name for parameter in function.parameters} | fields)


def judge(holder: Holder, project: Project) -> Iterator[Problem]:
    file = holder.file
    function = next(
        (item for item in file.syntax.functions if file.syntax.symbol_at(item.lineno) == holder.function),
        None,
    )
    for place, taker in _captures(function, holder.names) if function else ():
        yield problem(
            place,
            f"`{holder.function}` hands its request's session to {taker}",
            "let the work open its own unit of work; pass ids into it",
            file.path,
        )


def _captures(function: Function, names: frozenset[str]) -> Iterator[tuple[ast.Call, str]]:
    inside = {node.name: node for node in function.body if isinstance(node, FUNCTIONS)}
    generators = {name: node for name, node in inside.items() if is_generator(node)}
    groups = set(_group_names(function))
    for node in own_nodes(function):
        if isinstance(node, ast.Call) and dotted_name(node.func).rpartition(".")[0] not in groups:
            taker, follows = _taker(last_name(node.func))
            inner = generators if follows else inside
            if taker and any(_takes(item, names, inner) for item in _arguments(node)):
                yield node, taker


def _group_names(function: Function) -> Iterator[str]:
    """The names of task groups: their tasks end before the block does."""
    for node in own_nodes(function):
        if isinstance(node, ast.AsyncWith):
            yield from (
                item.optional_vars.id for item in node.items if isinstance(item.optional_vars, ast.Name)
            )


def _taker(called: str) -> tuple[str, bool]:
    """What takes the session away, and whether it takes generators only."""
    if called in {"add_task", "BackgroundTask"}:
        return "a background task", False
    if called in _LOOSE:
        return f"`{called}`", False
    return ("a streaming response", True) if called in _STREAMS else ("", False)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(item.value for item in call.keywords)]


def _mentions(node: ast.AST, names: frozenset[str]) -> bool:
    return any(
        dotted_name(item) in names for item in walk(node) if isinstance(item, ast.Name | ast.Attribute)
    )


def _takes(argument: ast.expr, names: frozenset[str], inside: dict[str, Function]) -> bool:
    """`rows(session)`, a generator expression over it, or a function inside the handler that uses it."""
    if _mentions(argument, names):
        return True
    called = argument.func if isinstance(argument, ast.Call) else argument
    inner = inside.get(last_name(called)) if isinstance(called, ast.Name) else None
    return inner is not None and any(_mentions(statement, names) for statement in inner.body)
