"""The import block of a file: what it holds, and one name more at its place."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onejob.skill.new_feature.anchors import after_line, inserted
from onejob.skill.new_feature.spans import Text, statement_span

LINE_LENGTH = 88  # a longer import is written one name per line


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """`from module import name as alias`; without a name `import module`."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        return self.alias or self.name or self.module.split(".")[0]


def imports_of(text: str) -> Iterator[Import]:
    """The imports at module level; relative ones are left out."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import):
            yield from (Import(item.name, "", item.asname or "") for item in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield from (Import(node.module, item.name, item.asname or "") for item in node.names)


def block(imports: Iterable[Import], own: frozenset[str]) -> str:
    """A sorted import block for a new file; `own` are the project's top-level packages."""
    lines: list[str] = []
    wanted = sorted(set(imports))
    for rank in range(-1, 3):
        group = [item for item in wanted if _rank(item.module, own) == rank]
        plain = [_plain(item) for item in group if not item.name]
        modules = sorted({item.module for item in group if item.name})
        named = [
            _statement(module, [item for item in group if item.module == module and item.name])
            for module in modules
        ]
        if plain or named:
            lines.append("\n".join([*plain, *named]))
    return "\n\n".join(lines) + "\n" if lines else ""


def sorted_imports(text: str, own: frozenset[str]) -> str:
    """The text with its import block written anew."""
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    if not nodes:
        return text
    lines = text.splitlines(keepends=True)
    first, last = nodes[0].lineno - 1, nodes[-1].end_lineno or nodes[-1].lineno
    head, rest = "".join(lines[:first]).rstrip("\n"), "".join(lines[last:]).lstrip("\n")
    gap = "\n\n" if rest.startswith(("class", "def", "async", "@")) else "\n"
    return f"{head}\n\n{block(imports_of(text), own)}{gap if rest else ''}{rest}"


def with_import(text: str, item: Import, own: frozenset[str]) -> str:
    """The text importing one name more; unchanged if it does already."""
    if item in set(imports_of(text)):
        return text
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in nodes:
        if item.name and isinstance(node, ast.ImportFrom) and node.module == item.module and not node.level:
            return _widened(text, node, item)
    line = (_statement(item.module, [item]) if item.name else _plain(item)) + "\n"
    rank = _rank(item.module, own)
    alike = [node for node in nodes if _rank(_module(node), own) == rank]
    earlier = [node for node in alike if _order(node) < (bool(item.name), item.module)]
    lower = [node for node in nodes if _rank(_module(node), own) < rank]
    if earlier:
        return after_line(text, earlier[-1], line)
    if alike:
        return inserted(text, [(statement_span(Text(text), alike[0])[0], line)])
    if lower:
        return after_line(text, lower[-1], f"\n{line}")
    return _first(text, line)


def _first(text: str, line: str) -> str:
    """Above everything but the docstring."""
    body = ast.parse(text).body
    first = body[0] if body else None
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return after_line(text, first, f"\n{line}")
    return f"{line}\n{text}" if text.strip() else line


def _widened(text: str, node: ast.ImportFrom, item: Import) -> str:
    source = Text(text)
    names = [Import(item.module, alias.name, alias.asname or "") for alias in node.names]
    written = source.data[source.start(node) : source.end(node)].decode()
    if "#" in written or names[0].name == "*":
        return after_line(text, node, _statement(item.module, [item]) + "\n")
    fresh = _statement(item.module, [*names, item], in_lines="\n" in written)
    return source.without([(source.start(node), source.end(node), fresh.encode())])


def _statement(module: str, items: list[Import], *, in_lines: bool = False) -> str:
    names = [
        f"{item.name} as {item.alias}" if item.alias else item.name for item in sorted(items, key=_by_kind)
    ]
    line = f"from {module} import {', '.join(names)}"
    if not in_lines and len(line) <= LINE_LENGTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _plain(item: Import) -> str:
    return f"import {item.module} as {item.alias}" if item.alias else f"import {item.module}"


def _by_kind(item: Import) -> tuple[int, str]:
    kind = 0 if item.name.isupper() and len(item.name) > 1 else 1 if item.name[:1].isupper() else 2
    return kind, item.name


def _module(node: ast.Import | ast.ImportFrom) -> str:
    return node.names[0].name if isinstance(node, ast.Import) else "." * node.level + (node.module or "")


def _order(node: ast.Import | ast.ImportFrom) -> tuple[bool, str]:
    return isinstance(node, ast.ImportFrom), _module(node)


def _rank(module: str, own: frozenset[str]) -> int:
    head = module.split(".")[0]
    if head == "__future__":
        return -1
    return 0 if head in sys.stdlib_module_names else 2 if head in own or not head else 1
