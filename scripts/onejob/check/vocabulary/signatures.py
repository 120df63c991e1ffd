"""Comparing an implementation's method with its Protocol's: what a caller who knows only the Protocol would stumble over."""

import ast
from collections.abc import Iterator

from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.reading.facts import Parameter, Signature
from onejob.check.project.file import File
from onejob.check.reading.spelling import last_name
from onejob.check.vocabulary.types import types, fits

_ASYNC_ITERATORS = frozenset({"AsyncIterator", "AsyncGenerator", "AsyncIterable"})
_AWAITABLES = frozenset({"Awaitable", "Coroutine", "Future", "Task"})
_CONTEXTS = frozenset(
    {"AbstractAsyncContextManager", "AsyncContextManager", "AbstractContextManager", "ContextManager"}
)


def difference(promised: Signature, given: Signature, promised_in: File, given_in: File) -> str:
    """What is different, as a phrase about the implementation; "" when a caller would notice nothing."""
    if _is_property(promised) or _is_property(given):
        return ""
    how = _calling(promised), _calling(given)
    if how[0] != how[1] and set(how) != {"plain", "context"}:
        return f"{_HOW[how[1]]}, the Protocol's {_HOW[how[0]]}"
    return next(_parameter_differences(promised, given, promised_in, given_in), "") or _return_difference(
        promised, given, promised_in, given_in, how[0]
    )


_HOW = {
    "awaitable": "is awaited",
    "async-iterator": "is an async iterator",
    "context": "is a context manager",
    "plain": "is not awaited",
}


def _is_property(signature: Signature) -> bool:
    return any(mark.rpartition(".")[2] in {"property", "cached_property"} for mark in signature.decorators)


def _calling(signature: Signature) -> str:
    """How the result of a call is used: awaited, iterated with `async for`, entered, or as it is."""
    marks = {mark.rpartition(".")[2] for mark in signature.decorators}
    if marks & {"asynccontextmanager", "contextmanager"}:
        return "context"
    if signature.is_async:
        return "async-iterator" if signature.is_generator else "awaitable"
    node = parse_expression(signature.returns) if signature.returns else None
    head = last_name(node.value if isinstance(node, ast.Subscript) else node) if node else ""
    for names, how in (
        (_ASYNC_ITERATORS, "async-iterator"),
        (_AWAITABLES, "awaitable"),
        (_CONTEXTS, "context"),
    ):
        if head in names:
            return how
    return "plain"


# --- parameters -------------------------------------------------------------------------------------------------------


def _parameter_differences(
    promised: Signature, given: Signature, promised_in: File, given_in: File
) -> Iterator[str]:
    asked, offered = _own(promised), _own(given)
    takes_any = {item.kind for item in offered} & {"variadic", "keywords"}
    positional = [item for item in offered if item.kind in {"positional", "positional-only"}]
    by_name = {item.name: item for item in offered}
    used: set[str] = set()
    for position, item in enumerate(_positional(asked)):
        other = positional[position] if position < len(positional) else None
        if other is None:
            other = by_name.get(item.name)
            if other is not None and other.kind == "keyword-only":
                yield f"takes `{item.name}` by keyword only"
            elif "variadic" not in takes_any:
                yield f"lacks the parameter `{item.name}`"
            continue
        used.add(other.name)
        yield from _pair_differences(item, other, promised_in, given_in)
    for item in (item for item in asked if item.kind == "keyword-only"):
        other = by_name.get(item.name)
        if other is None and "keywords" not in takes_any:
            yield f"lacks the parameter `{item.name}`"
        elif other is not None:
            used.add(other.name)
            yield from _pair_differences(item, other, promised_in, given_in)
    for item in offered:
        if (
            item.name not in used
            and not item.has_default
            and item.kind in {"positional", "positional-only", "keyword-only"}
        ):
            yield f"asks for `{item.name}`, which the Protocol does not know"


def _own(signature: Signature) -> list[Parameter]:
    """The parameters without `self`."""
    static = any(mark.rpartition(".")[2] == "staticmethod" for mark in signature.decorators)
    return list(signature.parameters if static else signature.parameters[1:])


def _positional(parameters: list[Parameter]) -> list[Parameter]:
    return [item for item in parameters if item.kind in {"positional", "positional-only"}]


def _pair_differences(
    asked: Parameter, offered: Parameter, promised_in: File, given_in: File
) -> Iterator[str]:
    by_position_only = asked.kind == "positional-only" or (
        asked.name.startswith("__") and not asked.name.endswith("__")
    )
    if asked.name != offered.name and not by_position_only:
        yield f"calls the parameter `{asked.name}` `{offered.name}`"
    elif asked.has_default and not offered.has_default:
        yield f"has no default for `{asked.name}`"
    elif asked.annotation and offered.annotation:
        wanted, taken = types(asked.annotation, promised_in), types(offered.annotation, given_in)
        if not fits(wanted, taken, promised_in.project):
            yield f"types `{asked.name}` as `{offered.annotation}`, the Protocol as `{asked.annotation}`"


def _return_difference(
    promised: Signature, given: Signature, promised_in: File, given_in: File, how: str
) -> str:
    if not (promised.returns and given.returns) or how in {"async-iterator", "context"}:
        return ""
    if promised.is_async != given.is_async:
        return ""  # `def f() -> Awaitable[X]` beside `async def f() -> X`
    wanted, given_types = types(promised.returns, promised_in), types(given.returns, given_in)
    if fits(given_types, wanted, promised_in.project):
        return ""
    return f"returns `{given.returns}`, the Protocol's `{promised.returns}`"


# --- annotations ------------------------------------------------------------------------------------------------------
