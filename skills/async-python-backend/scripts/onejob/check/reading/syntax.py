"""One parsed source file, indexed once: what module rules look at."""

import ast
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, TypeVar

from onejob.check.reading.walking import Parents, index
from onejob.check.reading.spelling import dotted_name, last_name

Node = TypeVar("Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class _Scope(NamedTuple):
    """One definition: its lines, decorators included, its qualified name, and where the one around it is in the list."""

    first: int
    last: int
    name: str
    outer: int
    node: Definition


class Syntax:
    """The tree of one file and its index.

    `bindings` maps each local name that an import binds to its dotted origin:
    `{"aio": "asyncio", "gather": "asyncio.gather"}`. Relative imports are already absolute.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.bindings: dict[str, str] = {}
        self._index = index(tree)
        self._sorted: dict[tuple[type[ast.AST], ...], list[ast.AST]] = {}

    def nodes(self, *kinds: type[Node]) -> list[Node]:
        """Every node of these exact types, in source order (names and constants are not indexed)."""
        found = self._sorted.get(kinds)
        if found is None:
            found = [node for kind in kinds for node in self._index.get(kind, ())]
            if len(found) > 1:
                try:
                    found.sort(key=_PLACE)
                except (
                    AttributeError
                ):  # parameter lists, comprehensions and the like have no place of their own
                    found.sort(key=_position)
            self._sorted[kinds] = found
        return found  # type: ignore[return-value]

    @cached_property
    def functions(self) -> list[Function]:
        """Every function and method, nested ones included, in source order."""
        return self.nodes(ast.FunctionDef, ast.AsyncFunctionDef)

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Every class, nested ones included, in source order."""
        return self.nodes(ast.ClassDef)

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        by_name: dict[str, list[ast.Call]] = defaultdict(list)
        for call in self.nodes(ast.Call):
            by_name[last_name(call.func)].append(call)
        aliases = {
            local: origin for local, origin in self.bindings.items() if local != origin.rpartition(".")[2]
        }
        for local, origin in aliases.items():
            by_name[origin.rpartition(".")[2]] += by_name.get(local, [])
        return by_name

    def calls(self, *origins: str) -> list[ast.Call]:
        """Calls of these dotted names under any alias: `calls("asyncio.gather")` also finds `g()` after `from asyncio import gather as g`."""
        wanted = set(origins)
        candidates = [call for origin in wanted for call in self._calls.get(origin.rpartition(".")[2], ())]
        return [call for call in dict.fromkeys(candidates) if self.qualified(call.func) in wanted]

    def calls_named(self, origins: Iterable[str]) -> list[ast.Call]:
        """Calls that may be of these dotted names: by their last name under any alias, or of something subscripted."""
        found = [*self._calls.get("", ())]
        for name in {origin.rpartition(".")[2] for origin in origins}:
            found += self._calls.get(name, ())
        return sorted(dict.fromkeys(found), key=_PLACE)

    def calls_of_method(self, *names: str) -> list[ast.Call]:
        """Calls whose last name is one of `names`, whatever stands before it."""
        return [call for name in names for call in self._calls.get(name, ()) if last_name(call.func) == name]

    def qualified(self, node: ast.AST | None) -> str:
        """The dotted name of a name or attribute chain with its import alias resolved; "" for anything else."""
        dotted = dotted_name(node)
        if not dotted:
            return ""
        head, dot, rest = dotted.partition(".")
        return self.bindings.get(head, head) + dot + rest

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around `node`; None for the module."""
        return self._parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, innermost first."""
        get = self._parents.get
        parent = get(node)
        while parent is not None:
            yield parent
            parent = get(parent)

    @cached_property
    def _parents(self) -> Parents:
        return Parents(self.tree)

    def function_of(self, node: ast.AST) -> Function | None:
        """The innermost function around `node`; None at module or class level."""
        line = getattr(node, "lineno", 0)
        if not line:
            return next((around for around in self.ancestors(node) if isinstance(around, FUNCTIONS)), None)
        for scope in self._around(line):
            if scope.node is not node and scope.node.__class__ is not ast.ClassDef:
                return scope.node  # type: ignore[return-value]
        return None

    def within(self, around: ast.AST, *kinds: type[Node]) -> list[Node]:
        """The nodes of these types in the lines of a statement, those of functions inside it included."""
        found = self.nodes(*kinds)
        first, last = around.lineno, around.end_lineno  # type: ignore[attr-defined]
        return found[bisect_left(found, first, key=_LINE) : bisect_right(found, last, key=_LINE)]

    @cached_property
    def _definitions(self) -> list[_Scope]:
        """Every definition by its first line, each with the position of the one around it."""
        found: list[_Scope] = []
        around: list[int] = []
        definitions: list[Definition] = self.nodes(*DEFINITIONS)
        for node in definitions:
            last = node.end_lineno or node.lineno
            while around and found[around[-1]].last < last:
                around.pop()
            outer = around[-1] if around else -1
            name = f"{found[outer].name}.{node.name}" if around else node.name
            first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
            around.append(len(found))
            found.append(_Scope(first, last, name, outer, node))
        return found

    @cached_property
    def scopes(self) -> list[tuple[int, int, str]]:
        """First line, last line and qualified name of every definition, by first line."""
        return [(item.first, item.last, item.name) for item in self._definitions]

    @cached_property
    def _starts(self) -> list[int]:
        return [item.first for item in self._definitions]

    def _around(self, line: int) -> Iterator[_Scope]:
        """The definitions around a line, innermost first."""
        position = bisect_right(self._starts, line) - 1
        while position >= 0:
            scope = self._definitions[position]
            if line <= scope.last:
                yield scope
            position = scope.outer

    def symbol_at(self, line: int) -> str:
        """The qualified name of the innermost definition around a line: `OrderService.place`; "" at module level."""
        return next((scope.name for scope in self._around(line)), "")


_LINE = attrgetter("lineno")


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


_PLACE = attrgetter("lineno", "col_offset")
