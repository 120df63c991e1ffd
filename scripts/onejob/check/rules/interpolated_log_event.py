"""A log event is a constant string; what varies goes in keywords.

`logger.info("order_placed", order_id=order_id)` can be counted, searched and alerted on. An event with values inside is a
new event each time, and the values can no longer be filtered by.

```python bad app/services/orders.py
import structlog

logger = structlog.get_logger(module=__name__)


def note(order_id: str) -> None:
    logger.info(f"order {order_id} placed")
```

```python good app/services/orders.py
import structlog

logger = structlog.get_logger(module=__name__)


def note(order_id: str) -> None:
    logger.info("order_placed", order_id=order_id)
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onejob.check.vocabulary.loggers import events
from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name, spell

if TYPE_CHECKING:  # needed for repairs only
    from onejob.check.reading.bench import Bench
    from onejob.check.edits import Edit

SEVERITY = "error"
REFERENCE = "operations.md#logging"
SCOPE = "module"


def subjects(file: File) -> Iterable[ast.Call]:
    """Every log event."""
    return [] if file.layer == "test" else events(file.syntax)


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    position = _position(call)
    named = (item.value for item in call.keywords if item.arg == "event")
    event = call.args[position] if len(call.args) > position else next(named, None)
    if event is None:
        return
    if _is_interpolated(event, call, file):
        yield problem(event, f"the event `{_short(event)}` is put together at run time", _FIX)
    elif len(call.args) > position + 1 and isinstance(event, ast.Constant) and _uses_structlog(file):
        extra = call.args[position + 1]
        yield problem(event, f"the event takes `{_short(extra)}` by position", _FIX)


def repair(call: ast.Call, file: File, bench: "Bench") -> "Iterator[Edit]":
    from onejob.check.vocabulary.log_events import constant_event

    if len(call.args) > _position(call):
        yield from constant_event(call, _position(call), file.syntax, bench)


def _position(call: ast.Call) -> int:
    """Which argument is the event."""
    return 1 if last_name(call.func) in {"log", "alog"} else 0


_FIX = 'write a constant event and keywords: `logger.info("thing_done", thing_id=thing_id)`'


def _uses_structlog(file: File) -> bool:
    """The standard library's own `info("got %s", value)` is logger-not-bound-per-module's finding."""
    return not any(origin.partition(".")[0] == "logging" for origin in file.syntax.bindings.values())


def _short(node: ast.expr) -> str:
    text = spell(node)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _is_interpolated(node: ast.expr, call: ast.Call, file: File) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(item, ast.FormattedValue) for item in node.values)
    if isinstance(node, ast.BinOp):
        return not all(isinstance(item, ast.Constant) for item in (node.left, node.right))
    if isinstance(node, ast.Call):
        return True
    if isinstance(node, ast.IfExp):
        return any(_is_interpolated(item, call, file) for item in (node.body, node.orelse))
    if isinstance(node, ast.Name):
        return any(_is_interpolated(item, call, file) for item in _assigned(node.id, call, file))
    return False


def _assigned(name: str, call: ast.Call, file: File) -> Iterator[ast.expr]:
    """What a local name was given before the call, when that is text in the making."""
    function = file.syntax.function_of(call)
    assigned = file.syntax.within(function, ast.Assign) if function else ()
    for item in assigned:
        given = last_name(item.targets[0]) == name and item.lineno < call.lineno
        if given and isinstance(item.value, ast.JoinedStr | ast.BinOp):
            yield item.value
