"""The logger is a module constant, never a field.

A logger that is injected or stored has to be passed through every constructor and every fake, and it is the same object for
all of them anyway.

```python bad app/services/orders.py
from dataclasses import dataclass

from structlog.stdlib import BoundLogger


@dataclass(frozen=True, slots=True)
class OrderService:
    logger: BoundLogger
```

```python good app/services/orders.py
from dataclasses import dataclass

import structlog

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class OrderService:
    log: list[str]
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.loggers import STRUCTLOG
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import dotted_name, last_name

SEVERITY = "error"
REFERENCE = "operations.md#logging"
SCOPE = "module"

_TYPES = frozenset({"BoundLogger", "FilteringBoundLogger", "BoundLoggerBase", "BoundLoggerLazyProxy", "AsyncBoundLogger", "Logger", "LoggerAdapter"})  # fmt: skip
_MAKERS = frozenset({*STRUCTLOG, "logging.getLogger"})


def subjects(file: File) -> Iterable[ast.ClassDef]:
    return [] if file.layer in {"test", "logging"} or not _knows_loggers(file) else file.syntax.classes


def _knows_loggers(file: File) -> bool:
    if any("log" in origin.lower() for origin in file.syntax.bindings.values()):
        return True
    return any(item.arg in {"logger", "_logger"} for item in file.syntax.nodes(ast.arg))


def judge(node: ast.ClassDef, file: File) -> Iterator[Problem]:
    for name, place in _logger_fields(node, file):
        yield problem(
            place,
            f"`{node.name}` keeps its logger in `{name}`",
            "bind `logger = structlog.get_logger(module=__name__)` at module level and use that",
        )


def _logger_fields(node: ast.ClassDef, file: File) -> Iterator[tuple[str, ast.stmt]]:
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and (_is_type(item.annotation, file) or _makes(item.value, file)):
            yield last_name(item.target), item
        elif isinstance(item, ast.Assign) and _makes(item.value, file):
            yield last_name(item.targets[0]), item
        elif isinstance(item, FUNCTIONS):
            yield from _stored(item, file)


def _stored(method: Function, file: File) -> Iterator[tuple[str, ast.stmt]]:
    """`self.logger = …` with a logger, or with a parameter that is one."""
    parameters = [*method.args.args, *method.args.kwonlyargs]
    loggers = {item.arg for item in parameters if _is_type(item.annotation, file)}
    loggers |= {
        item.arg for item in parameters if item.annotation is None and item.arg in {"logger", "_logger"}
    }
    stored: list[ast.Assign | ast.AnnAssign] = [
        *file.syntax.within(method, ast.Assign), *file.syntax.within(method, ast.AnnAssign)
    ]  # fmt: skip
    for statement in stored:
        if statement.value is None:
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        given = isinstance(statement.value, ast.Name) and statement.value.id in loggers
        if dotted_name(target).startswith("self.") and (given or _makes(statement.value, file)):
            yield dotted_name(target), statement


def _is_type(annotation: ast.expr | None, file: File) -> bool:
    if annotation is None:
        return False
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.rpartition(".")[2].strip() in _TYPES
    if isinstance(annotation, ast.BinOp):
        return _is_type(annotation.left, file) or _is_type(annotation.right, file)
    if isinstance(annotation, ast.Subscript):
        return last_name(annotation.value) in {"ClassVar", "Final", "Optional", "Annotated"} and _is_type(
            annotation.slice.elts[0] if isinstance(annotation.slice, ast.Tuple) else annotation.slice, file
        )
    return file.syntax.qualified(annotation).rpartition(".")[2] in _TYPES


def _makes(value: ast.expr | None, file: File) -> bool:
    """`get_logger()`, `get_logger().bind(…)`, `field(default_factory=get_logger)`."""
    if value is None or isinstance(value, ast.Lambda):
        return False
    if isinstance(value, ast.Call):
        if file.syntax.qualified(value.func) in _MAKERS:
            return True
        inner = value.func.value if isinstance(value.func, ast.Attribute) else None
        factories = (
            item.value for item in value.keywords if item.arg in {"default_factory", "default", "factory"}
        )
        return _makes(inner, file) or any(_names_maker(item, file) for item in factories)
    return False


def _names_maker(node: ast.expr, file: File) -> bool:
    body = node.body if isinstance(node, ast.Lambda) else node
    return file.syntax.qualified(body) in _MAKERS or _makes(body, file)
