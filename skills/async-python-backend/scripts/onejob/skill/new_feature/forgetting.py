"""Makes a Python file forget names: everything that mentions one goes, in the smallest part that can go alone."""

import ast
import re
from collections.abc import Iterator, Mapping

from onejob.skill.new_feature.slicing import prune, remove
from onejob.skill.new_feature.spans import is_link

_CODE_WORD = re.compile(r"[\w./{}-]+")

Cuts = Mapping[str, frozenset[int]]


def forget(text: str, names: re.Pattern[str], cuts: Cuts) -> str:
    """Without everything that mentions a name the pattern finds, in the smallest part that can go alone.

    Parameters:
        cuts: callable -> positions of arguments that its definition lost.
    """
    return prune(_Forgetting(text, names, cuts).result())


class _Forgetting:
    """Finds the parts that go."""

    def __init__(self, text: str, names: re.Pattern[str], cuts: Cuts) -> None:
        self.text, self.names, self.cuts = text, names, cuts
        self.tree = ast.parse(text)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.gone: set[ast.AST] = set()

    def result(self) -> str:
        for node in ast.walk(self.tree):
            if any(self.names.search(word) for word in _words(node)):
                self.gone.add(self._unit(node))
            if isinstance(node, ast.Call):
                places = self.cuts.get(_last_name(node.func), frozenset())
                self.gone |= {item for place, item in enumerate(node.args) if place in places}
        while emptied := {node for node in ast.walk(self.tree) if self._is_emptied(node)} - self.gone:
            self.gone |= {self._unit(node) for node in emptied}
            self.gone |= emptied
        return remove(self.text, list(self.gone))

    def _unit(self, node: ast.AST) -> ast.AST:
        """The smallest part around a node that can be left out."""
        if isinstance(node, ast.stmt | ast.keyword | ast.arg | ast.alias):
            return node
        parent = self.parents[node]
        if isinstance(parent, ast.withitem):
            return parent.context_expr
        if isinstance(parent, ast.arguments):
            return _parameter_of(parent, node)
        if isinstance(parent, ast.Call) and node in parent.args[1:]:
            return node
        if isinstance(parent, ast.Call) and is_link(parent) and node in (*parent.args, parent.func):
            return parent  # `query.options(x)`: only the link of the chain goes
        in_display = isinstance(parent, ast.Tuple | ast.List | ast.Set) and node in parent.elts
        is_row = isinstance(parent, ast.Tuple) and isinstance(self.parents[parent], ast.List)
        if in_display and not isinstance(self.parents[parent], ast.Subscript):
            return (
                parent if is_row and isinstance(parent, ast.Tuple) and node is parent.elts[0] else node
            )  # a row is named by its first item
        if isinstance(parent, ast.Dict) and node in (*parent.keys, *parent.values):
            keys = [
                key for key, value in zip(parent.keys, parent.values, strict=True) if node in (key, value)
            ]
            return keys[0] or node
        return self._unit(parent)

    def _is_emptied(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return bool(node.elts) and set(node.elts) <= self.gone
        if isinstance(node, ast.Dict):
            return bool(node.keys) and set(node.keys) <= self.gone
        if isinstance(node, ast.Import | ast.ImportFrom):
            return set(node.names) <= self.gone
        body = (
            [item for item in getattr(node, "body", ()) or () if not _is_docstring(item)]
            if isinstance(node, ast.stmt)
            else []
        )
        return bool(body) and set(body) <= self.gone


def _words(node: ast.AST) -> Iterator[str]:
    for field in ("id", "attr", "arg", "name", "asname", "module"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            # `sorted(key=...)` is another key than the parameter of that name.
            yield f"{value}=" if isinstance(node, ast.keyword) else value
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE_WORD.fullmatch(node.value):
        yield node.value


def _parameter_of(node: ast.arguments, default: ast.AST) -> ast.arg:
    plain = [*node.posonlyargs, *node.args]
    return plain[node.defaults.index(default) - len(node.defaults)]  # type: ignore[arg-type]


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
