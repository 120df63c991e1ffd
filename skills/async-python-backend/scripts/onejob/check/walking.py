"""Walking syntax trees quickly: `ast.walk` looks at every field of every node, most of which hold no nodes.

The ways never recurse: code may be nested deeper than the interpreter's stack.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

# Fields that hold names, numbers and operators.
_PLAIN = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "name", "names",
     "n", "op", "ops", "rest", "s", "kwd_attrs", "simple", "str", "tag", "type_comment", "type_ignores"}
)  # fmt: skip
_NODES_IN_NAMES = (ast.Import, ast.ImportFrom)

# What can never hold a node: skipped without a visit by `index`.
_LEAVES: frozenset[type[Any]] = frozenset({ast.Name, ast.Constant, ast.alias, ast.Load, ast.Store, ast.Del})
_NOTHING: frozenset[type[Any]] = frozenset({type(None), str, int, bool, float, complex, bytes, type(...)})
_SKIPPED = _LEAVES | _NOTHING


_GETTERS: dict[type[Any], tuple[Callable[[Any], Any] | None, bool]] = {}


def _register(kind: type[ast.AST]) -> tuple[Callable[[Any], Any] | None, bool]:
    fields = [
        name for name in kind._fields if name not in _PLAIN or (name == "names" and kind in _NODES_IN_NAMES)
    ]
    leaf = kind in (ast.Constant, ast.Name) or not fields
    found = (None if leaf else attrgetter(*fields), len(fields) == 1)
    _GETTERS[kind] = found
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in the order of its fields."""
    get, single = _GETTERS.get(node.__class__) or _register(node.__class__)
    if get is None:
        return []
    found: list[ast.AST] = []
    for value in (get(node),) if single else get(node):
        if value.__class__ is list:
            found += [item for item in value if item is not None]
        elif value is not None:
            found.append(value)
    return found


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """A node and everything below it, contexts and operators left out; like `ast.walk`, at a third of its cost."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        get, single = _GETTERS.get(node.__class__) or _register(node.__class__)
        if get is None:
            continue
        for value in (get(node),) if single else get(node):
            if value.__class__ is list:
                stack += [item for item in value if item is not None]
            elif value is not None:
                stack.append(value)


def index(tree: ast.Module) -> dict[type[ast.AST], list[Any]]:
    """Every node by its type; names, constants and import aliases are left out."""
    found: dict[type[ast.AST], list[Any]] = defaultdict(list)
    getters, skipped = _GETTERS, _SKIPPED
    stack: list[Any] = [tree]
    pop, push = stack.pop, stack.append
    while stack:
        node = pop()
        kind = node.__class__
        found[kind].append(node)
        get, single = getters.get(kind) or _register(kind)
        if get is None:
            continue
        for value in (get(node),) if single else get(node):
            held = value.__class__
            if held is list:
                for item in value:
                    if item.__class__ not in skipped:
                        push(item)
            elif held not in skipped:
                push(value)
    return found


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """The node around every node."""
    found: dict[ast.AST, ast.AST] = {}
    for node in walk(tree):
        for child in children(node):
            found[child] = node
    return found


def own_nodes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.AST]:
    """The nodes of a function's body in source order, without the insides of functions, classes and lambdas in it.

    Several rules ask for the same function: the answer is kept on the node.
    """
    known: list[ast.AST] | None = getattr(function, "_own_nodes", None)
    if known is None:
        known = []
        stack: list[ast.AST] = list(reversed(function.body))
        while stack:
            node = stack.pop()
            known.append(node)
            if node.__class__ not in _CLOSED:
                stack += reversed(children(node))
        function._own_nodes = known  # type: ignore[union-attr]
    return known


_CLOSED = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda})
