"""A route handler obtains one object from the factory, awaits one call and returns.

Logic in a handler runs only behind HTTP: the worker does not have it, and its test needs a client. Branches, loops,
filters, arithmetic and a second call into the domain belong to a service or controller. Turning a schema into an input
and streaming a result out are the handler's own work; a websocket's loop is too.

One finding per handler, at the first place. Who speaks when several could: a database call is
route-touches-database's, try/except route-catches-exceptions', a branch that only raises HTTPException
http-exception-raised's.

```python bad app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.schemas import OrderBody

router = APIRouter()


@router.post("/orders")
async def place_order(body: OrderBody, factory: FactoryDep) -> OrderBody:
    price = body.quantity * body.unit_price
    return await factory.checkout_controller().place(body.product, price)
```

```python good app/routes/orders.py
from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.schemas import LineBody, OrderBody

router = APIRouter()


@router.post("/orders")
async def place_order(body: OrderBody, factory: FactoryDep) -> list[LineBody]:
    order = await factory.checkout_controller().place(body.to_input())
    return [LineBody.of(line) for line in order.lines]
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.handlers import (
    Handler,
    handler_nodes,
    handlers,
    is_generator,
    parameters,
    root_name,
)
from onejob.check.project.file import File
from onejob.check.vocabulary.raising import raises_only_http_exceptions
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name, spell

SEVERITY = "error"
REFERENCE = "fastapi.md#routes"
SCOPE = "module"


def subjects(file: File) -> Iterable[Handler]:
    return [item for item in handlers(file) if not item.is_websocket]


def judge(handler: Handler, file: File) -> Iterator[Problem]:
    nodes = list(handler_nodes(handler.function))
    found = next(_logic(nodes, handler, file), None) or _second_call(nodes, handler)
    if found:
        place, what = found
        yield problem(
            place,  # type: ignore[arg-type]
            f"handler `{handler.function.name}` {what}",
            "move it into a service or controller; the handler awaits one call and returns",
        )


def _logic(nodes: list[ast.AST], handler: Handler, file: File) -> Iterator[tuple[ast.AST, str]]:
    streams = is_generator(handler.function)
    numbers = _numbers(handler)
    for node in nodes:
        if isinstance(node, ast.If | ast.Match) and not streams:
            if not (isinstance(node, ast.If) and raises_only_http_exceptions(node, file.syntax)):
                yield node, "branches"
        elif isinstance(node, ast.For | ast.AsyncFor | ast.While) and not streams:
            if not _reads_request(node, handler):
                yield node, "loops"
        elif isinstance(node, ast.IfExp) and not _asks_presence(node.test):
            yield node, f"decides on `{spell(node.test)}`"
        elif isinstance(node, ast.comprehension) and node.ifs:
            yield node.ifs[0], f"filters by `{spell(node.ifs[0])}`"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and _is_arithmetic(node, numbers):
            yield node, f"computes `{spell(node)}`"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _COMPUTING:
            yield node, f"computes with `{node.func.id}`"


_COMPUTING = frozenset({"sum", "filter", "sorted", "reduce"})


def _asks_presence(test: ast.expr) -> bool:
    """`x`, `not x`, `x is None`: converting an optional value is conversion."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.Is | ast.IsNot) and isinstance(test.comparators[0], ast.Constant)
    return isinstance(test, ast.Name | ast.Attribute)


_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


def _is_arithmetic(node: ast.BinOp | ast.AugAssign, numbers: frozenset[str]) -> bool:
    """Arithmetic on domain data: not on text, not on the numbers of the query string alone (`(page - 1) * size`)."""
    if not isinstance(node.op, _ARITHMETIC):
        return False
    parts = list(ast.walk(node))
    if any(isinstance(item, ast.JoinedStr) or _is_text(item) for item in parts):
        return False
    is_plain = not any(isinstance(item, ast.Attribute | ast.Call | ast.Subscript) for item in parts)
    return not (is_plain and {item.id for item in parts if isinstance(item, ast.Name)} <= numbers)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def _numbers(handler: Handler) -> frozenset[str]:
    return frozenset(
        name
        for name, annotation in parameters(handler.function)
        if spell(annotation).startswith(("int", "float", "Annotated[int", "Annotated[float"))
    )


_HTTP_TYPES = ("Request", "WebSocket", "UploadFile", "Response", "BackgroundTasks", "HTTPConnection")
_SESSION_TYPES = ("Session", "Db", "DB")
_SESSION_NAMES = frozenset({"session", "db", "db_session", "async_session", "conn", "connection"})


def _typed(handler: Handler, *types: str) -> frozenset[str]:
    """The parameters whose annotation names one of these types."""
    return frozenset(
        name
        for name, annotation in parameters(handler.function)
        if any(item in spell(annotation) for item in types)
    )


def _reads_request(loop: ast.For | ast.AsyncFor | ast.While, handler: Handler) -> bool:
    """`async for chunk in request.stream()` takes the request apart."""
    over = loop.test if isinstance(loop, ast.While) else loop.iter
    roots = {root_name(item) for item in ast.walk(over) if isinstance(item, ast.Call)}
    return bool(roots & _typed(handler, *_HTTP_TYPES))


def _second_call(nodes: list[ast.AST], handler: Handler) -> tuple[ast.AST, str] | None:
    """A second call into the domain."""
    calls = sorted(_domain_calls(nodes, handler), key=lambda call: (call.lineno, call.col_offset))
    if len(calls) < 2:
        return None
    return calls[1], f"makes {len(calls)} calls into the domain"


def _domain_calls(nodes: list[ast.AST], handler: Handler) -> Iterator[ast.Call]:
    other = _typed(handler, *_HTTP_TYPES, *_SESSION_TYPES) | _SESSION_NAMES
    from_factory = _factory_names(nodes, handler)
    inner = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    awaited = {id(node.value) for node in nodes if isinstance(node, ast.Await)}
    spawned = {
        id(item) for node in nodes if isinstance(node, ast.Call) and _spawns(node) for item in node.args
    }
    for node in nodes:
        if not isinstance(node, ast.Call) or _spawns(node) or _is_one_of(node.func, inner):
            continue
        root = root_name(node.func)
        if id(node) in awaited | spawned:
            if root not in other:
                yield node
        elif root in from_factory and _is_method_of_product(node, root, handler):
            yield node


def _is_one_of(called: ast.expr, inner: set[str]) -> bool:
    """A function inside the handler: what it does is counted where it does it."""
    return isinstance(called, ast.Name) and called.id in inner


def _spawns(call: ast.Call) -> bool:
    return last_name(call.func) in {"create_task", "gather", "ensure_future", "start_soon", "wait_for"}


def _factory_names(nodes: list[ast.AST], handler: Handler) -> frozenset[str]:
    """Parameters that are the factory, and locals made by it."""
    factories = {name for name, _ in parameters(handler.function) if "factory" in name.lower()} | _typed(
        handler, "Factory"
    )
    made = {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and root_name(node.value) in factories
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(factories | made)


def _is_method_of_product(call: ast.Call, root: str, handler: Handler) -> bool:
    """`factory.tokens().issue(…)` or `tokens.issue(…)`; making the product (`factory.tokens()`) is no call into the domain."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value
    if isinstance(owner, ast.Call):
        return True
    return isinstance(owner, ast.Name) and root not in {name for name, _ in parameters(handler.function)}
