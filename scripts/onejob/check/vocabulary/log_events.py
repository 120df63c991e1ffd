"""A log event that is put together at run time -> a constant event and keywords.

`f"order {order_id} placed"` becomes `"order_placed", order_id=order_id`.
"""

import ast
import io
import re
import string
import tokenize
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from onejob.check.edits import Edit
from onejob.check.vocabulary.loggers import STDLIB_CALLS, STRUCTLOG
from onejob.check.reading.spelling import dotted_name, last_name
from onejob.check.reading.syntax import Syntax

if TYPE_CHECKING:
    from onejob.check.reading.bench import Bench

# What structlog's methods or its processors already mean by a keyword.
_TAKEN = frozenset(
    {"event", "level", "log_level", "logger", "logger_name", "timestamp", "self", "method_name", "positional_args",
     "exc_info", "exception", "stack", "stack_info", "stacklevel", "extra"}
)  # fmt: skip
_VAGUE = frozenset({"id", "name", "key", "code", "type", "kind", "status", "value", "url"})
_GLUE = frozenset(
    {"a", "an", "the", "to", "for", "with", "by", "from", "in", "at", "of", "on", "is", "as", "and"}
)
_NAMED = re.compile(r"\b\w+\s*=\s*$")  # `id=` before `{id}`: the keyword says it
_PERCENT = re.compile(r"%(?:%|[-#0 +]*\d*(?:\.\d+)?[sdrifeg])")


class Event(NamedTuple):
    """The text around the values, and the values."""

    texts: tuple[str, ...]
    values: tuple[ast.expr, ...]
    names: tuple[str, ...] = ()  # those that `"{name}".format(name=...)` gives, "" for the others


def constant_event(call: ast.Call, position: int, syntax: Syntax, bench: "Bench") -> Iterator[Edit]:
    """The repair of one log call; none where it would have to guess.

    Parameters:
        position: which argument is the event.
    """
    first, last = call.args[position], call.args[-1]
    found = _event(first, call.args[position + 1 :])
    if found is None or not is_structlog(call, syntax) or not _is_bare(call, first, bench):
        return
    name = _name(found.texts)
    keywords = _keywords(found, call.keywords)
    if not name or keywords is None:
        return
    mark = next(sign for sign in bench.segment(_start(first), _end(last)) if sign in "'\"")
    said = [f"{mark}{name}{mark}", *(f"{key}={value}" for key, value in keywords.items())]
    yield Edit(*_start(first), *_end(last), _joint(call, first, bench).join(said))


def _start(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: ast.expr) -> tuple[int, int]:
    return node.end_lineno or 0, node.end_col_offset or 0


def is_structlog(call: ast.Call, syntax: Syntax) -> bool:
    """Whether a call is surely one of a structlog logger: bound from structlog in this file, and from nothing else."""
    node = call.func
    while isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
        if syntax.qualified(node.value.func) in STRUCTLOG:
            return True
        if last_name(node.value.func) not in {"bind", "unbind", "new"}:
            return False
        node = node.value.func
    name = dotted_name(node.value) if isinstance(node, ast.Attribute) else ""
    assigned: list[ast.Assign | ast.AnnAssign] = [*syntax.nodes(ast.Assign), *syntax.nodes(ast.AnnAssign)]
    made = [
        isinstance(item.value, ast.Call) and syntax.qualified(item.value.func) in STRUCTLOG
        for item in assigned
        for target in (item.targets if isinstance(item, ast.Assign) else [item.target])
        if name and dotted_name(target) == name
    ]
    foreign = name in syntax.bindings or _is_parameter(name, call, syntax) or syntax.calls(*STDLIB_CALLS)
    return bool(made) and all(made) and not foreign


def _is_parameter(name: str, call: ast.Call, syntax: Syntax) -> bool:
    return any(
        item.arg == name
        for around in syntax.ancestors(call)
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for item in (*around.args.posonlyargs, *around.args.args, *around.args.kwonlyargs)
    )


def _event(node: ast.expr, rest: list[ast.expr]) -> Event | None:
    """What an expression puts together; None when it is not of a known form."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _formatted(node.value, rest) if rest else None
    if rest:
        return None
    if isinstance(node, ast.JoinedStr):
        return _joined(node)
    if isinstance(node, ast.BinOp):
        return _percent(node) if isinstance(node.op, ast.Mod) else _sum(node)
    return _format_call(node)


def _joined(node: ast.JoinedStr) -> Event | None:
    texts, values = [""], []
    for item in node.values:
        if isinstance(item, ast.FormattedValue):
            values.append(item.value)
            texts.append("")
        elif isinstance(item, ast.Constant):
            texts[-1] += str(item.value)
    return Event(tuple(texts), tuple(values))


def _percent(node: ast.BinOp) -> Event | None:
    if not isinstance(node.left, ast.Constant) or not isinstance(node.left.value, str):
        return None
    given = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    return _formatted(node.left.value, given)


def _formatted(text: str, given: list[ast.expr]) -> Event | None:
    """`"order %s placed"` and its values."""
    texts = [item.replace("%%", " ") for item in _PERCENT.sub(_split, text).split("\0")]
    is_whole = len(texts) == len(given) + 1 and not any("%" in item for item in texts)
    return Event(tuple(texts), tuple(given)) if is_whole else None


def _split(found: re.Match[str]) -> str:
    return found[0] if found[0] == "%%" else "\0"


def _sum(node: ast.expr) -> Event | None:
    """`"order " + order_id + " placed"`."""
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts.append(node.right)
        node = node.left
    texts, values = [""], []
    for item in [node, *reversed(parts)]:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            texts[-1] += item.value
        else:
            values.append(item.args[0] if _is_str(item) else item)  # type: ignore[attr-defined]
            texts.append("")
    return Event(tuple(texts), tuple(values))


def _is_str(node: ast.expr) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str"
    return called and len(node.args) == 1 and not node.keywords  # type: ignore[attr-defined]


def _format_call(node: ast.expr) -> Event | None:
    """`"order {} placed".format(order_id)`."""
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    ):
        return None
    template = node.func.value
    if not (isinstance(template, ast.Constant) and isinstance(template.value, str)):
        return None
    named = {item.arg: item.value for item in node.keywords}
    texts, names = [""], list[str]()
    values: list[ast.expr] = []
    try:
        for before, field, _, _ in string.Formatter().parse(template.value):
            texts[-1] += before
            if field is None:
                continue
            is_numbered = field == "" or field.isdigit()
            place = int(field) if field.isdigit() else len(values)
            values.append(node.args[place] if is_numbered else named[field])
            names.append("" if is_numbered else field)
            texts.append("")
    except (ValueError, KeyError, IndexError):
        return None
    everything_used = len(values) == len(node.args) + len(node.keywords)
    return Event(tuple(texts), tuple(values), tuple(names)) if everything_used else None


def _name(texts: tuple[str, ...]) -> str:
    """`order_placed` of `order … placed`; "" where nothing is left, and for text that is laid out in lines."""
    if any("\n" in text for text in texts):
        return ""
    words = [
        word
        for position, text in enumerate(texts)
        for word in re.findall(r"[^\W_]+", _NAMED.sub("", text) if position < len(texts) - 1 else text)
    ]
    while words and words[-1].lower() in _GLUE:
        words.pop()
    name = "_".join(words).lower()
    return name if name.isprintable() and re.match(r"[^\W\d]", name) else ""


def _keywords(event: Event, given: list[ast.keyword]) -> dict[str, str] | None:
    """Keywords to be added; None when a value has no name of its own, or the name means something else already."""
    there = {item.arg: ast.unparse(item.value) for item in given}
    found: dict[str, str] = {}
    names = event.names or ("",) * len(event.values)
    for value, named in zip(event.values, names, strict=True):
        spelled = dotted_name(value)
        key = named or _key(spelled)
        if not spelled or key in _TAKEN or None in there or key.startswith("__"):
            return None
        if found.setdefault(key, spelled) != spelled or there.get(key, spelled) != spelled:
            return None
    return {key: value for key, value in found.items() if key not in there}


def _key(dotted: str) -> str:
    """`order_id` of `order.id`, `total` of `self.order.total`."""
    *owners, name = dotted.split(".")
    owner = owners[-1].strip("_") if owners else ""
    vague = name in _VAGUE or name in _TAKEN
    return f"{owner}_{name}" if vague and owner not in {"", "self", "cls"} else name.lstrip("_")


_OPENED = re.compile(r"\((?:\s|#[^\n]*\n)*")
_BETWEEN_VALUES = re.compile(r"[\s\w.,]*")


def _is_bare(call: ast.Call, event: ast.expr, bench: "Bench") -> bool:
    """Whether what is replaced stands in the call without parentheses around it and without comments inside."""
    last = call.args[-1]
    if any(isinstance(item, ast.Starred) for item in call.args):
        return False
    if event is call.args[0] and not _OPENED.fullmatch(bench.segment(_end(call.func), _start(event))):
        return False
    if not _BETWEEN_VALUES.fullmatch(bench.segment(_end(event), _end(last))):
        return False
    return not _has_comment(bench.segment(_start(event), _end(last)))


def _has_comment(text: str) -> bool:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(f"({text})").readline))
    except (tokenize.TokenError, SyntaxError):
        return True
    return any(item.type == tokenize.COMMENT for item in tokens)


def _joint(call: ast.Call, first: ast.expr, bench: "Bench") -> str:
    """What stands between the arguments: each is on a line of its own where the event stands on one."""
    before = bench.segment((first.lineno, 0), _start(first))
    if before.strip() or first.lineno == call.lineno:
        return ", "
    above = bench.segment((first.lineno - 1, 0), (first.lineno, 0))
    ending = "\r\n" if above.endswith("\r\n") else "\n"
    return f",{ending}{before}"
