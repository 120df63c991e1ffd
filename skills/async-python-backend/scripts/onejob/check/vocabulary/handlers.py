"""Which functions are route handlers, and what stands in them."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from onejob.check.reading.facts import Signature
from onejob.check.project.file import File
from onejob.check.reading import walking
from onejob.check.reading.syntax import FUNCTIONS, Function, Syntax
from onejob.check.reading.spelling import dotted_name, last_name

HTTP_VERBS = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "trace", "api_route", "route"}
)
WEBSOCKET_VERBS = frozenset({"websocket", "websocket_route"})
_VERBS = HTTP_VERBS | WEBSOCKET_VERBS
_REGISTRATIONS = frozenset({"add_api_route", "add_route", "add_api_websocket_route", "add_websocket_route"})
_ROUTER = re.compile(r"(?:^|_)(?:router|app|api|application|routes)$|Router$", re.IGNORECASE)


class Handler(NamedTuple):
    """A route handler: the function, and the decorator or registration call that makes it one."""

    function: Function
    registration: ast.Call

    @property
    def verb(self) -> str:
        """The decorator's name: get, post, …, websocket, add_api_route."""
        return last_name(self.registration.func)

    @property
    def is_websocket(self) -> bool:
        return "websocket" in self.verb


def handlers(file: File) -> Iterator[Handler]:
    """The route handlers of a file, decorated or registered with `add_api_route`; none in tests."""
    if file.layer == "test":
        return
    registered = {
        last_name(endpoint): call
        for call in file.syntax.calls_of_method(*_REGISTRATIONS)
        if (endpoint := _endpoint(call)) is not None
    }
    for function in file.syntax.functions:
        for decorator in function.decorator_list:
            if is_route_decorator(decorator):
                yield Handler(function, decorator)  # type: ignore[arg-type]
                break
        else:
            if function.name in registered and file.syntax.function_of(function) is None:
                yield Handler(function, registered[function.name])


def _endpoint(registration: ast.Call) -> ast.expr | None:
    """The function that `add_api_route("/path", function)` registers."""
    if len(registration.args) > 1:
        return registration.args[1]
    return next((item.value for item in registration.keywords if item.arg in {"endpoint", "route"}), None)


def is_route_decorator(decorator: ast.expr) -> bool:
    """`@router.get("/orders")`: a verb of something that is a router by its name or by the path it is given."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return False
    if decorator.func.attr not in _VERBS:
        return False
    path = (
        decorator.args[0]
        if decorator.args
        else next((item.value for item in decorator.keywords if item.arg == "path"), None)
    )
    if isinstance(path, ast.Constant) and isinstance(path.value, str) and path.value.startswith("/"):
        return True
    return path is not None and bool(_ROUTER.search(dotted_name(decorator.func.value)))


_DECORATOR = re.compile(r"[\w.]*\.(" + "|".join(sorted(_VERBS)) + r")\(")


def route_decorators(function: Signature) -> Iterator[ast.Call]:
    """The route decorators of a function known by its facts, parsed again."""
    for text in function.decorators:
        if _DECORATOR.match(text):
            decorator = ast.parse(text, mode="eval").body
            if isinstance(decorator, ast.Call) and is_route_decorator(decorator):
                yield decorator


def handler_scopes(file: File) -> frozenset[str]:
    """The qualified names of a file's handlers, from its facts."""
    return frozenset(function.name for function in file.functions.values() if any(route_decorators(function)))


def is_generator(function: Function) -> bool:
    """Whether a function yields (those inside it do not count)."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function))


def own_nodes(function: Function, into: type[ast.AST] | tuple[type[ast.AST], ...] = ()) -> Iterator[ast.AST]:
    """The nodes of a function's body, in source order, without functions and classes inside it.

    Parameters:
        into: kinds of inner definitions to enter all the same.
    """
    if not into:
        yield from walking.own_nodes(function)
        return
    stack: list[ast.AST] = list(reversed(function.body))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)) or isinstance(node, into):
            stack.extend(reversed(walking.children(node)))


def handler_nodes(function: Function) -> Iterator[ast.AST]:
    """What a handler does itself: its body and plain functions inside it, but not the generators that it streams from."""
    for node in own_nodes(function):
        yield node
        if isinstance(node, FUNCTIONS) and not is_generator(node):
            yield from handler_nodes(node)


def parameters(function: Function) -> Iterator[tuple[str, ast.expr | None]]:
    """Name and annotation of every parameter."""
    arguments = function.args
    for item in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield item.arg, item.annotation


def root_name(node: ast.AST) -> str:
    """`factory` of `factory.orders().place`: the name that a chain of attributes, calls and subscripts starts from."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def in_handler(syntax: Syntax, node: ast.AST) -> Function | None:
    """The handler around a node, if any."""
    return next(
        (
            around
            for around in syntax.ancestors(node)
            if isinstance(around, FUNCTIONS)
            and any(is_route_decorator(item) for item in around.decorator_list)
        ),
        None,
    )
