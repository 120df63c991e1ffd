"""Leaves definitions out of a Python file, and what nothing needs any more then."""

import ast
import re
from collections.abc import Collection, Iterator

from onejob.skill.new_feature.spans import Text, comma_spans, is_link, statement_span

_MARKER = re.compile(r"^[ \t]*# (?:region: .*|endregion)\n", re.MULTILINE)

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_markers(text: str) -> str:
    """The text without the comments that mark regions."""
    return tidy(_MARKER.sub("", text))


def keep(text: str, wanted: Collection[str]) -> str:
    """Of the module's definitions only these (and imports, and the docstring). Raises LookupError if one is missing."""
    tree = ast.parse(text)
    if missing := set(wanted) - {name for node in tree.body for name in defined_names(node)}:
        raise LookupError(f"the example no longer defines {', '.join(sorted(missing))}")
    unwanted = [node for node in tree.body if (names := defined_names(node)) and not names & set(wanted)]
    private = [node for node in unwanted if any(name.startswith("_") for name in defined_names(node))]
    return prune(remove(text, [node for node in unwanted if node not in private]))


def drop(text: str, members: Collection[str]) -> str:
    """Without these definitions, given as `name` or `Class.name`."""
    unwanted = [node for name, node in _qualified(ast.parse(text)) if name in members]
    return prune(remove(text, unwanted))


def cuts_between(before: str, after: str) -> dict[str, frozenset[int]]:
    """Which positional parameters the callables of a file lost."""
    old, new = _signatures(before), _signatures(after)
    lost = {
        name: frozenset(place for place, parameter in enumerate(old[name]) if parameter not in new[name])
        for name in old.keys() & new.keys()
    }
    return {name: places for name, places in lost.items() if places}


def prune(text: str) -> str:
    """Without imports, private definitions and loggers that nothing in the file uses any more."""
    while True:
        tree = ast.parse(text)
        used = _used(tree)
        unused: list[ast.AST] = []
        for node in tree.body:
            names = defined_names(node)
            if names and not names & used and all(_is_private(name) for name in names):
                unused.append(node)
            if isinstance(node, ast.Import | ast.ImportFrom):
                aliases = [
                    item for item in node.names if (item.asname or item.name.split(".")[0]) not in used
                ]
                unused += [node] if len(aliases) == len(node.names) else aliases
        if not unused:
            return text
        text = remove(text, unused)


def defined_names(node: ast.stmt) -> set[str]:
    """The names that a statement at module level defines; imports do not count."""
    if isinstance(node, DEFINITIONS):
        return {node.name}
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return {item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)}


def _is_private(name: str) -> bool:
    return name == "logger" or (name.startswith("_") and not name.startswith("__"))


def _used(tree: ast.Module) -> set[str]:
    names = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return names | {text for text in texts if text.isidentifier()}


def _qualified(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    for node in tree.body:
        if isinstance(node, DEFINITIONS):
            yield node.name, node
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, DEFINITIONS):
                yield f"{node.name}.{inner.name}" if isinstance(node, ast.ClassDef) else "", inner


def _signatures(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, node in _qualified(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            fields = (item.target for item in node.body if isinstance(item, ast.AnnAssign))
            found[name] = [field.id for field in fields if isinstance(field, ast.Name)]
        else:
            found[node.name] = [item.arg for item in node.args.args if item.arg != "self"]
    return found


def remove(text: str, nodes: Collection[ast.AST]) -> str:
    """The text without these nodes, which may come from an earlier parse of it: their places identify them."""
    if not nodes:
        return text
    source = Text(text)
    tree = ast.parse(text)
    places = {_place(node) for node in nodes}
    spans: list[tuple[int, int, bytes]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and _place(node) in places:
            spans.append(statement_span(source, node))
        elif isinstance(node, ast.Call) and _place(node) in places and is_link(node):
            value = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            spans.append((source.end(value), source.end(node), b""))
        spans += comma_spans(source, node, lambda item: _place(item) in places)
    return tidy(source.without(spans))


def _place(node: ast.AST) -> tuple[object, ...]:
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return type(node), *(getattr(node, name, -1) for name in names)


def tidy(text: str) -> str:
    """At most two blank lines between definitions, one inside, none where a block opens or the file ends."""
    lines: list[str] = []
    blank = 0
    for line in text.split("\n"):
        if not line.strip():
            blank += 1
            continue
        opens = bool(lines) and lines[-1].rstrip().endswith((":", "(", "[", "{")) and line.startswith(" ")
        allowed = 0 if not lines or opens else 1 if line.startswith((" ", ")", "]", "}")) else 2
        lines += [""] * min(blank, allowed)
        lines.append(line.rstrip())
        blank = 0
    return "\n".join(lines) + "\n"
