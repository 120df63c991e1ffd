"""HTTP error statuses as they stand in source: literals and named constants."""

import ast

from onejob.check.reading.syntax import Syntax
from onejob.check.reading.spelling import last_name

_HTTP_STATUS_ERRORS = frozenset(
    {
        "BAD_REQUEST",
        "UNAUTHORIZED",
        "PAYMENT_REQUIRED",
        "FORBIDDEN",
        "NOT_FOUND",
        "METHOD_NOT_ALLOWED",
        "NOT_ACCEPTABLE",
    }
    | {
        "PROXY_AUTHENTICATION_REQUIRED",
        "REQUEST_TIMEOUT",
        "CONFLICT",
        "GONE",
        "LENGTH_REQUIRED",
        "PRECONDITION_FAILED",
    }
    | {
        "REQUEST_ENTITY_TOO_LARGE",
        "CONTENT_TOO_LARGE",
        "REQUEST_URI_TOO_LONG",
        "URI_TOO_LONG",
        "UNSUPPORTED_MEDIA_TYPE",
    }
    | {"REQUESTED_RANGE_NOT_SATISFIABLE", "RANGE_NOT_SATISFIABLE", "EXPECTATION_FAILED", "IM_A_TEAPOT"}
    | {
        "MISDIRECTED_REQUEST",
        "UNPROCESSABLE_ENTITY",
        "UNPROCESSABLE_CONTENT",
        "LOCKED",
        "FAILED_DEPENDENCY",
        "TOO_EARLY",
    }
    | {"UPGRADE_REQUIRED", "PRECONDITION_REQUIRED", "TOO_MANY_REQUESTS", "REQUEST_HEADER_FIELDS_TOO_LARGE"}
    | {
        "UNAVAILABLE_FOR_LEGAL_REASONS",
        "INTERNAL_SERVER_ERROR",
        "NOT_IMPLEMENTED",
        "BAD_GATEWAY",
        "SERVICE_UNAVAILABLE",
    }
    | {
        "GATEWAY_TIMEOUT",
        "HTTP_VERSION_NOT_SUPPORTED",
        "INSUFFICIENT_STORAGE",
        "NETWORK_AUTHENTICATION_REQUIRED",
    }
)


def is_status(node: ast.AST | None, syntax: Syntax) -> bool:
    """Whether an expression is an HTTP status at all: an integer from 100 to 599 or a named constant."""
    return _literal(node) is not None or _named(node, syntax) is not None


def is_error_status(node: ast.AST | None, syntax: Syntax) -> bool:
    """Whether an expression is a 4xx or 5xx status."""
    literal = _literal(node)
    return literal >= 400 if literal is not None else is_named_error(node, syntax)


def is_named_error(node: ast.AST | None, syntax: Syntax) -> bool:
    """Whether an expression is `status.HTTP_404_NOT_FOUND` or `HTTPStatus.NOT_FOUND`."""
    return bool(_named(node, syntax))


def _literal(node: ast.AST | None) -> int | None:
    if isinstance(node, ast.Constant) and type(node.value) is int and 100 <= node.value <= 599:
        return node.value
    return None


def _named(node: ast.AST | None, syntax: Syntax) -> bool | None:
    """True for an error, False for another status, None for anything else."""
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    name = last_name(node) if isinstance(node, ast.Attribute | ast.Name) else ""
    if name.startswith("HTTP_") and name[5:8].isdigit():
        return name[5] in "45"
    origin = syntax.qualified(node) if name.isupper() else ""
    if (
        origin.startswith(("http.HTTPStatus.", "fastapi.status.", "starlette.status."))
        or ".HTTPStatus." in f".{origin}"
    ):
        return name in _HTTP_STATUS_ERRORS
    return None
