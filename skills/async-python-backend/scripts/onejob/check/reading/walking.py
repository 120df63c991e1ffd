"""Walking syntax trees quickly: `ast.walk` looks at every field of every node, most of which hold no nodes.

The ways never recurse: code may be nested deeper than the interpreter's stack.
"""

import ast
from bisect import bisect_right
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


class Parents:
    """The node around every node, found for one statement at a time: most files are asked about a few nodes only."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._known: dict[ast.AST, ast.AST] = {}
        self._mapped: set[ast.AST] = set()

    def get(self, node: ast.AST) -> ast.AST | None:
        """The node around `node`; None for the module."""
        found = self._known.get(node)
        if found is not None or node is self._tree or self._tree in self._mapped:
            return found
        self._map_statement(getattr(node, "lineno", 0))
        found = self._known.get(node)
        if found is None:  # without a line, or with one that lies, as in strings over several lines
            self._map(self._tree)
            found = self._known.get(node)
        return found

    def _map_statement(self, line: int) -> None:
        """Maps the smallest statement of a module or class body that holds a line, and the classes around it."""
        around: ast.Module | ast.ClassDef = self._tree
        while True:
            position = bisect_right(around.body, line, key=_first_line) - 1
            if position < 0:
                self._map(around)
                return
            statement = around.body[position]
            self._known[statement] = around
            if statement.__class__ is not ast.ClassDef or line < _first_line(statement.body[0]):
                self._map(statement)
                return
            around = statement

    def _map(self, top: ast.AST) -> None:
        if top in self._mapped:
            return
        self._mapped.add(top)
        known = self._known
        stack = [top]
        while stack:
            node = stack.pop()
            below = children(node)
            for child in below:
                known[child] = node
            stack += below


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno


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
