"""What an annotation says a value *is*: wrappers removed, aliases of this project followed.

`SessionDep | None` with `SessionDep = Annotated[AsyncSession, Depends(get_session)]` is an AsyncSession;
`async_sessionmaker[AsyncSession]` and `Callable[[], AsyncSession]` are not.
"""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from onejob.check.project.file import File, Found
from onejob.check.project.targets import Target
from onejob.check.reading.spelling import dotted_name, last_name, spell

_TRANSPARENT = frozenset(
    {"Annotated", "ClassVar", "Final", "InitVar", "Mapped", "NotRequired", "Optional", "Required", "Union"}
)
_DEEPEST_ALIAS = 8


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> ast.expr | None:
    """A spelled expression, parsed again; None when it is not one."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def types_of(annotation: str, file: File, depth: int = 0) -> Iterator[Target]:
    """The types an annotation written in `file` allows, `None` left out; a generic gives its head (`list` of `list[X]`)."""
    node = parse_expression(annotation) if annotation else None
    if node is not None:
        yield from _types(node, file, depth)


def _types(node: ast.expr, file: File, depth: int) -> Iterator[Target]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield from types_of(node.value, file, depth)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _types(node.left, file, depth)
        yield from _types(node.right, file, depth)
    elif isinstance(node, ast.Subscript) and last_name(node.value) in _TRANSPARENT:
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        for item in inner[:1] if last_name(node.value) == "Annotated" else inner:
            yield from _types(item, file, depth)
    elif isinstance(node, ast.Subscript):
        yield from _types(node.value, file, depth)
    elif name := dotted_name(node):
        yield from _named(file.resolve(name), depth)


def _named(target: Target, depth: int) -> Iterator[Target]:
    alias = target.module.assignments.get(target.symbol) if target.module else None
    if alias and target.module and depth < _DEEPEST_ALIAS:
        yield from types_of(_new_type(alias.value) or alias.value, target.module, depth + 1)
    else:
        yield target


_NEW_TYPE = re.compile(r"(?:\w+\.)*NewType\(\s*['\"]\w+['\"]\s*,\s*(.+?),?\s*\)$", re.DOTALL)


def _new_type(value: str) -> str:
    """The type that `NewType("ReadSession", AsyncSession)` is made from; "" for anything else."""
    made = _NEW_TYPE.match(value)
    return made[1] if made else ""


def class_of(annotation: str, file: File) -> Found | None:
    """The first class of this project that an annotation names."""
    found = (file.project.find_class(target) for target in types_of(annotation, file))
    return next((item for item in found if item), None)


class Dependency(NamedTuple):
    """`Depends(provider)`, as written in `file`; an empty provider means the annotated class itself."""

    provider: str
    cached: bool
    file: File


def dependency_of(annotation: str, default: str, file: File, depth: int = 0) -> Dependency | None:
    """The FastAPI dependency of a parameter: in `Annotated`, behind an alias, or as the default value."""
    for text in (default, annotation):
        node = parse_expression(text) if text else None
        for call in ast.walk(node) if node else ():
            if isinstance(call, ast.Call) and is_injection(dotted_name(call.func), file):
                return _dependency(call, file)
    node = parse_expression(annotation) if annotation else None
    name = dotted_name(node)
    target = file.resolve(name) if name else None
    alias = target.module.assignments.get(target.symbol) if target and target.module else None
    if alias and target and target.module and depth < _DEEPEST_ALIAS:
        return dependency_of(alias.value, "", target.module, depth + 1)
    return None


_INJECTIONS = frozenset({"Depends", "Security"})


def is_injection(callee: str, file: File) -> bool:
    """Whether a called name is FastAPI's `Depends` or `Security`, also under another name."""
    if callee.rpartition(".")[2] in _INJECTIONS:
        return True
    origin = file.bindings.get(callee, "")
    return origin.partition(".")[0] == "fastapi" and origin.rpartition(".")[2] in _INJECTIONS


def _dependency(call: ast.Call, file: File) -> Dependency:
    keywords = {item.arg: item.value for item in call.keywords}
    provider = call.args[0] if call.args else keywords.get("dependency")
    cached = keywords.get("use_cache")
    uncached = isinstance(cached, ast.Constant) and cached.value is False
    return Dependency(spell(provider), not uncached, file)
