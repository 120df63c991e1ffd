"""Where loggers come from, and where log events are written."""

import ast
from collections.abc import Iterator

from onejob.check.reading.syntax import Syntax
from onejob.check.reading.spelling import dotted_name, last_name

STRUCTLOG = (
    "structlog.get_logger", "structlog.getLogger", "structlog.stdlib.get_logger", "structlog.stdlib.getLogger",
    "structlog.wrap_logger", "structlog.stdlib.BoundLogger",
)  # fmt: skip
FOREIGN_LOGGERS = frozenset({"loguru.logger"})
LOGGING_METHODS = (
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "fatal",
    "log",
    "msg",
)
ASYNC_METHODS = ("adebug", "ainfo", "awarning", "aerror", "aexception", "acritical", "afatal", "alog")
STDLIB_CALLS = ("logging.getLogger", *(f"logging.{method}" for method in LOGGING_METHODS if method != "msg"))


def structlog_loggers(syntax: Syntax) -> list[ast.Call]:
    """Every call that makes a structlog logger."""
    return syntax.calls(*STRUCTLOG)


def is_field(call: ast.Call, syntax: Syntax) -> bool:
    """Whether a logger becomes part of an object: `self.logger = …`, or an assignment in a class body."""
    for around in syntax.ancestors(call):
        if isinstance(around, ast.Assign | ast.AnnAssign):
            targets = around.targets if isinstance(around, ast.Assign) else [around.target]
            of_self = any(dotted_name(target).startswith("self.") for target in targets)
            return of_self or isinstance(syntax.parent(around), ast.ClassDef)
        if isinstance(around, ast.stmt):
            return False
    return False


def events(syntax: Syntax) -> Iterator[ast.Call]:
    """Every call that writes a log event: a logging method of something that is (or is called) a logger."""
    made = {
        last_name(target)
        for call in [*structlog_loggers(syntax), *syntax.calls("logging.getLogger")]
        for around in syntax.ancestors(call)
        if isinstance(around, ast.Assign | ast.AnnAssign)
        for target in (around.targets if isinstance(around, ast.Assign) else [around.target])
    } - {""}
    for call in syntax.calls_of_method(*LOGGING_METHODS, *ASYNC_METHODS):
        if isinstance(call.func, ast.Attribute) and is_logger(call.func.value, made, syntax):
            yield call


def is_logger(node: ast.expr, made: set[str], syntax: Syntax) -> bool:
    """Whether an expression is a logger: bound from one here, called one, or `logger.bind(...)`."""
    if isinstance(node, ast.Call):
        called = syntax.qualified(node.func)
        if called in STRUCTLOG or called == "logging.getLogger":
            return True
        bound = last_name(node.func) in {"bind", "unbind", "new", "opt"}
        return bound and isinstance(node.func, ast.Attribute) and is_logger(node.func.value, made, syntax)
    name = last_name(node)
    return (
        name in made or name.lstrip("_").lower() in {"logger", "log"} or syntax.qualified(node) == "logging"
    )
