"""A module that logs binds its own structlog logger at module level.

`logger = structlog.get_logger(...)` once per module: events carry their origin, the context of the request comes along,
and nothing is configured twice. Not meant: stdlib `logging.getLogger`, `print`, a logger borrowed from another module,
a logger made in a function. Setting up logging itself (logging.py) is free; scripts may print.

```python bad app/services/orders.py
import logging

logger = logging.getLogger(__name__)
```

```python good app/services/orders.py
import structlog

logger = structlog.get_logger(module=__name__)


def note(order_id: str) -> None:
    logger.info("order_noted", order_id=order_id)
```
"""

import ast
import re
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.loggers import (
    FOREIGN_LOGGERS,
    LOGGING_METHODS,
    STDLIB_CALLS,
    is_field,
    structlog_loggers,
)
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem

SEVERITY = "warning"
REFERENCE = "operations.md#logging"
SCOPE = "module"

_FREE_LAYERS = frozenset({"test", "logging", "migration"})
_PRINTING_LAYERS = frozenset({"script", ""})
_FIX = "bind `logger = structlog.get_logger(module=__name__)` at module level and log through it"


def subjects(file: File) -> Iterable[tuple[ast.AST, str]]:
    """Everything that makes, borrows or replaces a logger: (place, what is wrong with it, "" for a right one)."""
    if file.layer in _FREE_LAYERS:
        return
    for call in structlog_loggers(file.syntax):
        inside = file.syntax.function_of(call)
        wrong = inside is not None and not is_field(call, file.syntax)
        yield call, f"a logger is made inside `{inside.name}`" if wrong and inside else ""
    yield from _stdlib(file)
    yield from _borrowed(file)
    if file.layer not in _PRINTING_LAYERS:
        yield from _prints(file)


def judge(subject: tuple[ast.AST, str], file: File) -> Iterator[Problem]:
    place, wrong = subject
    if wrong:
        yield problem(place, wrong, _FIX)  # type: ignore[arg-type]


def _stdlib(file: File) -> Iterator[tuple[ast.AST, str]]:
    setting_up = file.layer in {"app", "config"}
    for call in file.syntax.calls(*STDLIB_CALLS):
        name = file.syntax.qualified(call.func)
        # `logging.getLogger("uvicorn.access").disabled = True` while the application is put together is set-up.
        tuned = bool(call.args) and isinstance(call.args[0], ast.Constant) and setting_up
        if not tuned and not _sets_up_logging(file) and not is_field(call, file.syntax):
            yield call, f"`{name}` logs through the standard library"


_LOGGING_FOLDER = re.compile(r"(?:^|/)(?:logging|loggers?|logs)/")


def _sets_up_logging(file: File) -> bool:
    """`core/logger/config.py`: the package that configures logging names the standard library's loggers."""
    return bool(_LOGGING_FOLDER.search(file.path))


def _borrowed(file: File) -> Iterator[tuple[ast.AST, str]]:
    for statement in file.syntax.nodes(ast.ImportFrom):
        for alias in statement.names:
            local = alias.asname or alias.name
            origin = file.syntax.bindings.get(local, "")
            if origin in FOREIGN_LOGGERS:
                yield statement, f"`{origin}` is not the project's logger"
            elif alias.name.lower() in {"logger", "log"} and _is_used(local, file):
                yield statement, f"`{local}` is another module's logger"


def _is_used(local: str, file: File) -> bool:
    calls = file.syntax.calls_of_method(*LOGGING_METHODS)
    return any(
        isinstance(c.func, ast.Attribute) and isinstance(c.func.value, ast.Name) and c.func.value.id == local
        for c in calls
    )


def _prints(file: File) -> Iterator[tuple[ast.AST, str]]:
    for call in file.syntax.calls("print"):
        if "print" not in file.syntax.bindings and not _is_main_block(call, file):
            yield call, "`print` is used for output"


def _is_main_block(call: ast.Call, file: File) -> bool:
    tests = (around.test for around in file.syntax.ancestors(call) if isinstance(around, ast.If))
    return any("__name__" in ast.dump(test) for test in tests)
