"""Comparing an implementation's method with its Protocol's: what a caller who knows only the Protocol would stumble over."""

import ast
import builtins
from collections.abc import Iterator

from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.reading.facts import Parameter, Signature
from onejob.check.project.project import File, Project
from onejob.check.reading.syntax import dotted_name, last_name

_ASYNC_ITERATORS = frozenset({"AsyncIterator", "AsyncGenerator", "AsyncIterable"})
_AWAITABLES = frozenset({"Awaitable", "Coroutine", "Future", "Task"})
_CONTEXTS = frozenset(
    {"AbstractAsyncContextManager", "AsyncContextManager", "AbstractContextManager", "ContextManager"}
)
_BUILTINS = {
    "List": "list",
    "Dict": "dict",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Tuple": "tuple",
    "Type": "type",
}
_WIDER = {
    "Sequence": {"list", "tuple", "str", "range"},
    "Collection": {"list", "tuple", "set", "frozenset", "dict", "Sequence", "Mapping"},
    "Iterable": {
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "Sequence",
        "Collection",
        "Iterator",
        "Generator",
        "Mapping",
    },
    "Mapping": {"dict"},
    "Set": {"frozenset", "set"},
    "float": {"int"},
}
_ANYTHING = frozenset({"Any", "object", "Self"})


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
        if not _fits(wanted, taken, promised_in.project):
            yield f"types `{asked.name}` as `{offered.annotation}`, the Protocol as `{asked.annotation}`"


def _return_difference(
    promised: Signature, given: Signature, promised_in: File, given_in: File, how: str
) -> str:
    if not (promised.returns and given.returns) or how in {"async-iterator", "context"}:
        return ""
    if promised.is_async != given.is_async:
        return ""  # `def f() -> Awaitable[X]` beside `async def f() -> X`
    wanted, given_types = types(promised.returns, promised_in), types(given.returns, given_in)
    if _fits(given_types, wanted, promised_in.project):
        return ""
    return f"returns `{given.returns}`, the Protocol's `{promised.returns}`"


# --- annotations ------------------------------------------------------------------------------------------------------


def types(annotation: str, file: File) -> frozenset[str]:
    """The alternatives of an annotation in one spelling: `Optional[List[X]]` and `list[X] | None` are the same."""
    node = parse_expression(annotation)
    return _types(node, file, 0) if node is not None else frozenset({"Any"})


def _types(node: ast.expr, file: File, depth: int) -> frozenset[str]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return types(node.value, file)
        return frozenset({"None" if node.value is None else repr(node.value)})
    if isinstance(node, ast.BinOp):
        return _types(node.left, file, depth) | _types(node.right, file, depth)
    if isinstance(node, ast.Subscript):
        return _generic(node, file, depth)
    if isinstance(node, ast.List):
        return frozenset({"[" + ", ".join(_one(item, file, depth) for item in node.elts) + "]"})
    name = dotted_name(node)
    return _named(name, file, depth) if name else frozenset({"Any"})


def _generic(node: ast.Subscript, file: File, depth: int) -> frozenset[str]:
    head = last_name(node.value)
    inner = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    if head == "Optional":
        return _types(inner[0], file, depth) | {"None"}
    if head == "Union":
        return frozenset[str]().union(*(_types(item, file, depth) for item in inner))
    if head in {"Annotated", "Final", "ClassVar", "Required", "NotRequired"}:
        return _types(inner[0], file, depth)
    if head == "Literal":
        return frozenset(repr(item.value) if isinstance(item, ast.Constant) else "Any" for item in inner)
    return frozenset(
        {f"{_one(node.value, file, depth)}[{', '.join(_one(item, file, depth) for item in inner)}]"}
    )


def _one(node: ast.expr, file: File, depth: int) -> str:
    return " | ".join(sorted(_types(node, file, depth + 1)))


def _named(name: str, file: File, depth: int) -> frozenset[str]:
    target = file.resolve(name)
    alias = target.module.assignments.get(target.symbol) if target.module else None
    if alias and target.module and depth < 8:
        if "TypeVar" in alias.value:
            return frozenset({"Any"})
        if "(" not in alias.value:
            node = parse_expression(alias.value)
            return _types(node, target.module, depth + 1) if node is not None else frozenset({"Any"})
    if target.module is not None:
        return frozenset({target.dotted})
    if "." not in target.dotted and not hasattr(builtins, target.dotted):
        return frozenset({"Any"})  # a type parameter: `class IStore[Row](Protocol)`
    last = target.dotted.rpartition(".")[2]
    known = target.dotted.startswith(("typing.", "collections.abc.", "typing_extensions.", "builtins."))
    return frozenset({_BUILTINS.get(last, last) if known else target.dotted})


def _fits(given: frozenset[str], wanted: frozenset[str], project: Project) -> bool:
    """Whether each alternative of `given` is one of `wanted`, or a narrower type."""
    if given & _ANYTHING or wanted & _ANYTHING or "Any" in " ".join(given | wanted):
        return True
    return all(any(_is_narrower(one, other, project) for other in wanted) for one in given)


def _is_narrower(one: str, other: str, project: Project) -> bool:
    if one == other or (other == "float" and one == "int"):
        return True
    head, _, inner = one.partition("[")
    wide, _, wide_inner = other.partition("[")
    if wide in _WIDER and head in _WIDER[wide]:
        first = inner.rstrip("]").split(", ")[0]
        return not wide_inner or first == wide_inner.rstrip("]").split(", ")[0] or wide == "Mapping"
    if head == wide and not (inner and wide_inner):
        return True
    return _descends(head, wide, project)


def _descends(name: str, parent: str, project: Project) -> bool:
    """Whether a class of this project inherits from (or, for a Protocol, may satisfy) another."""
    file = project.module(parent.rpartition(".")[0])
    above = file.classes.get(parent.rpartition(".")[2]) if file else None
    if above is not None and any(
        base.partition("[")[0].rpartition(".")[2] == "Protocol" for base in above.bases
    ):
        return True
    own = project.module(name.rpartition(".")[0])
    item = own.classes.get(name.rpartition(".")[2]) if own else None
    if own is None or item is None:
        return False
    found = next((candidate for candidate in project.classes_in(own.layer) if candidate.item is item), None)
    return found is not None and any(dotted == parent for dotted, _ in project.ancestry(found))
