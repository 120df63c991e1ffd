"""Error statuses stand only in error_handlers.py.

Which error is which status is one table. A 404 in a handler, a 503 in a middleware and a `status_code=409` in a service
make it three, and clients see three shapes of the same answer. Success codes may stand in the route decorator; reading
a status (`response.status_code == 404` in a gateway) and documenting one (`responses={404: …}`) is fine.

One finding per statement. A status inside `HTTPException(...)` is http-exception-raised's, one in an exception class
error-carries-http's.

```python bad app/routes/orders.py
from fastapi.responses import JSONResponse


def refused() -> JSONResponse:
    return JSONResponse({"code": "not_found"}, status_code=404)
```

```python good app/error_handlers.py
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.errors import NotFoundError


def register(app: FastAPI) -> None:
    @app.exception_handler(NotFoundError)
    async def not_found(_: Request, error: NotFoundError) -> JSONResponse:
        return JSONResponse({"code": "not_found"}, status_code=404)
# file: app/errors.py
class AppError(Exception): ...


class NotFoundError(AppError): ...
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.vocabulary.raising import http_exception_classes, is_http_exception
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.statuses import is_error_status, is_named_error, is_status
from onejob.check.reading.spelling import last_name, spell

SEVERITY = "error"
REFERENCE = "fastapi.md#errors"
SCOPE = "module"

_FREE = frozenset({"error-handlers", "test", "migration", "gateway"})
_PAIR = 2  # `(NotFoundError, 404)`: an entry of a table; other tuples are sets of statuses to ask for
_RESPONSES = frozenset(
    {"Response", "JSONResponse", "HTMLResponse", "PlainTextResponse", "StreamingResponse", "RedirectResponse"}
    | {"ORJSONResponse", "UJSONResponse", "EventSourceResponse"}
)
_KEYWORDS = frozenset({"status_code", "http_status", "http_status_code"})


def subjects(file: File) -> Iterable[tuple[ast.AST, ast.expr]]:
    """Every place that sets a status, with the status: calls, assignments, defaults, tables and named constants."""
    if file.layer in _FREE:
        return
    seen: set[int] = set()
    for place, status in _places(file):
        if (
            is_status(status, file.syntax)
            and not seen & {id(place), id(status)}
            and not _is_elsewhere(place, file)
        ):
            seen |= {id(place), id(status)}
            yield place, status


def _places(file: File) -> Iterator[tuple[ast.AST, ast.expr]]:
    syntax = file.syntax
    for call in syntax.nodes(ast.Call):
        yield from ((call, item.value) for item in call.keywords if item.arg in _KEYWORDS)
        if last_name(call.func) in _RESPONSES and len(call.args) > 1:
            yield call, call.args[1]
    for statement in syntax.nodes(ast.Assign):
        if any(_is_status_name(target, file) for target in statement.targets):
            yield statement, statement.value
    for table in syntax.nodes(ast.Dict):
        yield from _table(table)
    for function in syntax.functions:
        yield from _defaults(function.args)
    for node in syntax.nodes(ast.Attribute):
        if (
            (node.attr.isupper() or node.attr == "value")
            and is_named_error(node, syntax)
            and not _is_read(node, file)
        ):
            yield node, node


def _is_status_name(target: ast.expr, file: File) -> bool:
    """`response.status_code = …` anywhere, `status_code = …` except where it is only noted down for a log line."""
    if isinstance(target, ast.Attribute):
        return target.attr in _KEYWORDS
    return isinstance(target, ast.Name) and target.id in _KEYWORDS and file.layer != "middleware"


def _table(table: ast.Dict) -> Iterator[tuple[ast.AST, ast.expr]]:
    """`{NotFoundError: 404}`, and the status of a raw ASGI response."""
    keys = [
        key.value if isinstance(key, ast.Constant) else last_name(key) if key else "" for key in table.keys
    ]
    for key, value in zip(keys, table.values, strict=True):
        is_start = key == "status" and "type" in keys
        is_error = (
            isinstance(key, str) and key.endswith(("Error", "Exception")) and not _is_string_key(table, value)
        )
        if is_start or is_error:
            yield table, value


def _is_string_key(table: ast.Dict, value: ast.expr) -> bool:
    return any(
        item is value and isinstance(key, ast.Constant)
        for key, item in zip(table.keys, table.values, strict=True)
    )


def _defaults(arguments: ast.arguments) -> Iterator[tuple[ast.AST, ast.expr]]:
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(reversed(plain), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    for parameter, default in pairs:
        if default is not None and parameter.arg in _KEYWORDS:
            yield default, default


def _is_read(node: ast.Attribute, file: File) -> bool:
    """Compared, matched, documented, or a part of a longer name: the status is not set here."""
    parent = file.syntax.parent(node)
    if isinstance(parent, ast.Attribute | ast.MatchValue) or (
        isinstance(parent, ast.Dict) and node in parent.keys
    ):
        return True
    return any(
        isinstance(item, ast.Compare) or (isinstance(item, ast.keyword) and item.arg == "responses")
        for item in file.syntax.ancestors(node)
    )


def _is_elsewhere(place: ast.AST, file: File) -> bool:
    """Another rule speaks: inside an HTTPException call, an exception class, or a class that is an HTTPException."""
    around = [place, *file.syntax.ancestors(place)]
    if any(isinstance(item, ast.Call) and is_http_exception(item.func, file.syntax) for item in around):
        return True
    own = {item.name for item in http_exception_classes(file.syntax)}
    return any(
        (isinstance(item, ast.ClassDef) and _is_exception(item, file))
        or (isinstance(item, ast.Call) and last_name(item.func) in own)
        for item in around
    )


def _is_exception(node: ast.ClassDef, file: File) -> bool:
    return file.layer == "errors" or any(
        last_name(base).endswith(("Error", "Exception")) for base in node.bases
    )


def judge(subject: tuple[ast.AST, ast.expr], file: File) -> Iterator[Problem]:
    place, status = subject
    if is_error_status(status, file.syntax):
        yield problem(
            place,  # type: ignore[arg-type]
            f"error status `{spell(status)}` is set outside error_handlers.py",
            "raise an AppError subclass and map it to this status in error_handlers.py",
        )
