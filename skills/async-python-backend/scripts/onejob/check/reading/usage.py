"""What code all over a project does to the attributes of classes: enough to know which repair changes nothing.

Read only for `--fix`. Whatever cannot be told counts against the repair: a name of unknown type may be any instance.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.reading.spelling import dotted_name, last_name
from onejob.check.reading.syntax import FUNCTIONS, Function

UNKNOWN = ""  # the type of what could be anything
ANY_ATTRIBUTE = "*"  # `setattr(row, key, value)`
_SETTERS = frozenset({"setattr", "delattr", "object"})  # `object` as in `mock.patch.object`
_INTROSPECTION = re.compile(r"__dict__|\bvars\s*\(|\bweakref\b")
_STORED_TEXT = re.compile(r"\.\s*(\w+)")

Types = dict[str, frozenset[str]]


class Usage(NamedTuple):
    """What happens to attributes.

    `stored` names the types whose attribute is assigned or deleted, by attribute; `read` are (class, attribute) pairs read
    off a class itself; `bases` counts the bases of every class that inherits from a name; `mapped` are classes mapped
    imperatively; `registering` have an `__init_subclass__`; `concrete` are the classes of the project that are no Protocols;
    `introspecting` are the words of files that look into instances.
    """

    stored: dict[str, set[str]]
    read: set[tuple[str, str]]
    bases: dict[str, int]
    mapped: set[str]
    registering: set[str]
    concrete: set[str]
    introspecting: set[str]

    def may_assign(self, owner: str, attribute: str) -> bool:
        """Whether something may assign this attribute of instances of the class `owner`."""
        types = self.stored.get(attribute, set()) | self.stored.get(ANY_ATTRIBUTE, set())
        return any(name == owner or name not in self.concrete for name in types)


def usage_of(texts: Iterable[str]) -> Usage:
    """Reads all source texts of a project; of one that does not parse every attribute counts as assigned."""
    usage = Usage(defaultdict(set), set(), {}, set(), set(), set(), set())
    for text in texts:
        if _INTROSPECTION.search(text):
            usage.introspecting.update(re.findall(r"\w+", text))
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            for attribute in _STORED_TEXT.findall(text):
                usage.stored[attribute].add(UNKNOWN)
            continue
        _Reader(usage).read(tree)
    return usage


class _Reader:
    """Reads one file into a `Usage`."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage

    def read(self, tree: ast.Module) -> None:
        """Goes down without recursion, each node with the types of the names around it."""
        stack: list[tuple[ast.AST, Types, str]] = [(tree, _bound(tree.body), "")]
        while stack:
            node, types, owner = stack.pop()
            if isinstance(node, ast.ClassDef):
                self._class(node)
                owner = node.name
            elif isinstance(node, FUNCTIONS):
                types = types | _parameters(node, owner) | _bound(node.body)
                owner = ""
            elif isinstance(node, ast.Attribute):
                self._attribute(node, types)
            elif isinstance(node, ast.Call):
                self._call(node, types)
            stack += [(child, types, owner) for child in ast.iter_child_nodes(node)]

    def _class(self, node: ast.ClassDef) -> None:
        names = [last_name(item.value if isinstance(item, ast.Subscript) else item) for item in node.bases]
        for name in names:
            self.usage.bases[name] = max(self.usage.bases.get(name, 0), len(names))
        if "Protocol" not in names:
            self.usage.concrete.add(node.name)
        if any(isinstance(item, FUNCTIONS) and item.name == "__init_subclass__" for item in node.body):
            self.usage.registering.add(node.name)

    def _attribute(self, node: ast.Attribute, types: Types) -> None:
        if isinstance(node.ctx, ast.Load):
            self.usage.read.add((last_name(node.value), node.attr))
        else:
            self.usage.stored[node.attr] |= _types(node.value, types)

    def _call(self, node: ast.Call, types: Types) -> None:
        called = last_name(node.func)
        if called == "map_imperatively" and node.args:
            self.usage.mapped.add(last_name(node.args[0]))
        if called not in _SETTERS or len(node.args) < 2 or dotted_name(node.func).startswith("object."):
            return
        name = node.args[1]
        attribute = str(name.value) if isinstance(name, ast.Constant) else ANY_ATTRIBUTE
        self.usage.stored[attribute] |= _types(node.args[0], types)


def _types(node: ast.expr, types: Types) -> frozenset[str]:
    return types.get(node.id, _NOTHING_KNOWN) if isinstance(node, ast.Name) else _NOTHING_KNOWN


_NOTHING_KNOWN = frozenset({UNKNOWN})


def _parameters(function: Function, owner: str) -> Types:
    """The types of a function's parameters; the first of a method is its class."""
    arguments = function.args
    everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    found = {item.arg: frozenset({_annotated(item.annotation)}) for item in everything}
    for rest in (arguments.vararg, arguments.kwarg):
        if rest:
            found[rest.arg] = _NOTHING_KNOWN
    is_static = any(last_name(item) == "staticmethod" for item in function.decorator_list)
    if owner and everything and not is_static:
        found[everything[0].arg] = frozenset({owner})
    return found


def _bound(body: list[ast.stmt]) -> Types:
    """What the statements of one scope bind names to; nested functions and classes are scopes of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    told: set[ast.AST] = set()
    for node in _scope(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            told.add(node.target)
            found[node.target.id].add(_annotated(node.annotation))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    told.add(target)
                    found[target.id].add(_constructed(node.value))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in told:
            found[node.id].add(UNKNOWN)  # a loop, a `with`, an unpacking
    return {name: frozenset(types) for name, types in found.items()}


def _scope(body: list[ast.stmt]) -> Iterator[ast.AST]:
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            stack += ast.iter_child_nodes(node)


def _annotated(node: ast.expr | None) -> str:
    """`Recipe` of `Recipe`, `"Recipe"`, `app.Recipe`, `Recipe | None`, `Optional[Recipe]`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return _annotated(ast.parse(node.value, mode="eval").body)
        except (SyntaxError, ValueError, RecursionError):
            return UNKNOWN
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value is None:
        return _annotated(node.left)
    if isinstance(node, ast.Subscript):
        return _annotated(node.slice) if last_name(node.value) == "Optional" else UNKNOWN
    return last_name(node) if node is not None else UNKNOWN


def _constructed(node: ast.expr) -> str:
    """`Recipe` of `Recipe(...)`."""
    name = last_name(node.func) if isinstance(node, ast.Call) else ""
    return name if name[:1].isupper() else UNKNOWN
