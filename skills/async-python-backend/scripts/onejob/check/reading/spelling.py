"""Expressions as text: names, annotations and calls, short and readable again."""

import ast
from collections.abc import Callable
from typing import Any


def dotted_name(node: ast.AST | None) -> str:
    """`a.b.c` for a name or an attribute chain; "" for anything else. A subscript or a call in the chain ends it."""
    if node.__class__ is ast.Name:
        return node.id
    parts: list[str] = []
    while node.__class__ is ast.Attribute:
        parts.append(node.attr)
        node = node.value
    if node.__class__ is not ast.Name:
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def last_name(node: ast.AST) -> str:
    """`c` of `a.b.c` and of `f().c`; "" for what has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def spell(node: ast.AST | None) -> str:
    """An expression as short text, names and structure kept: annotations, base classes, values.

    Calls keep their arguments, so that `Annotated[AsyncSession, Depends(get_session)]` and
    `OrderService(orders=OrderRepository(self.session))` can be read (and parsed) again.
    """
    if node is None:
        return ""
    kind = node.__class__
    if kind is ast.Name:
        return node.id  # type: ignore[attr-defined, no-any-return]
    spelled = _SPELLERS.get(kind)
    try:
        return spelled(node) if spelled else ast.unparse(node)
    except (RecursionError, ValueError):
        return "…"


def _spell_constant(node: ast.Constant) -> str:
    if isinstance(node.value, str):
        return repr(node.value) if len(node.value) <= 200 else "'…'"
    return "..." if node.value is ... else repr(node.value)


def _spell_subscript(node: ast.Subscript) -> str:
    inner = node.slice
    plain = (
        isinstance(inner, ast.Tuple)
        and inner.elts
        and not any(isinstance(x, ast.Starred) for x in inner.elts)
    )
    text = ", ".join(map(spell, inner.elts)) if plain else spell(inner)  # type: ignore[attr-defined]
    return f"{spell(node.value)}[{text}]"


def _spell_call(node: ast.Call) -> str:
    if not isinstance(node.func, ast.Name | ast.Attribute):
        return ast.unparse(node)
    keywords = (
        f"{item.arg}={spell(item.value)}" if item.arg else f"**{spell(item.value)}" for item in node.keywords
    )
    return f"{spell(node.func)}({', '.join([*map(spell, node.args), *keywords])})"


def _spell_attribute(node: ast.Attribute) -> str:
    value = spell(node.value)
    bare = isinstance(node.value, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    return f"{value}.{node.attr}" if bare else f"({value}).{node.attr}"


def _spell_union(node: ast.BinOp) -> str:
    if not isinstance(node.op, ast.BitOr) or not isinstance(node.right, _ATOMS):
        return ast.unparse(node)
    return (
        f"{spell(node.left)} | {spell(node.right)}"
        if isinstance(node.left, (*_ATOMS, ast.BinOp))
        else ast.unparse(node)
    )


_ATOMS = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant)


# What annotations, bases and constructor calls are made of; everything else goes through `ast.unparse`.
_SPELLERS: dict[type[ast.AST], Callable[[Any], str]] = {
    ast.Constant: _spell_constant,
    ast.Attribute: _spell_attribute,
    ast.Subscript: _spell_subscript,
    ast.Call: _spell_call,
    ast.BinOp: _spell_union,
}
