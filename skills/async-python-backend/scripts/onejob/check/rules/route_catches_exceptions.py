"""A route handler has no try/except.

Which error becomes which answer is decided once, in error_handlers.py; a handler that catches decides it again, for
itself. try/finally around a stream is fine, and so is a websocket that notices its client's leaving.

```python bad app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.errors import NotFoundError
from app.models.order import Order

router = APIRouter()


@router.get("/orders/{order_id}")
async def get_order(order_id: str, factory: FactoryDep) -> Order | None:
    try:
        return await factory.order_service().get(order_id)
    except NotFoundError:
        return None
```

```python good app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.order import Order

router = APIRouter()


@router.get("/orders/{order_id}")
async def get_order(order_id: str, factory: FactoryDep) -> Order:
    return await factory.order_service().get(order_id)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.handlers import Handler, handler_nodes, handlers
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name, spell

SEVERITY = "error"
REFERENCE = "fastapi.md#routes"
SCOPE = "module"

_OF_THE_CONNECTION = frozenset(
    {"WebSocketDisconnect", "ConnectionClosed", "ClientDisconnect", "CancelledError"}
)


def subjects(file: File) -> Iterable[Handler]:
    return handlers(file)


def judge(handler: Handler, file: File) -> Iterator[Problem]:
    for node in handler_nodes(handler.function):
        caught = next(_caught(node, file), None)
        if caught:
            yield problem(
                node,  # type: ignore[arg-type]
                f"handler `{handler.function.name}` catches {caught}",
                "let it pass: error_handlers.py turns AppErrors into answers",
            )


def _caught(node: ast.AST, file: File) -> Iterator[str]:
    if isinstance(node, ast.Try | ast.TryStar):
        for clause in node.handlers:
            if not _is_of_the_connection(clause.type):
                yield f"`{spell(clause.type)}`" if clause.type else "everything"
    elif isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and file.syntax.qualified(call.func) == "contextlib.suppress":
                yield f"`{', '.join(spell(argument) for argument in call.args)}`"


def _is_of_the_connection(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind] if kind else []
    return bool(kinds) and all(last_name(item) in _OF_THE_CONNECTION for item in kinds)
