"""The imports of one file, made absolute: statements, and what is an import in all but syntax."""

import ast
import re
from collections.abc import Iterable, Iterator
from onejob.check.reading.facts import (
    Import,
)
from onejob.check.reading.syntax import Syntax
from onejob.check.reading.spelling import dotted_name, last_name


def bind(syntax: Syntax, package: str) -> list[Import]:
    """Fills `syntax.bindings` from the import statements, which it gives back."""
    imports = list(_imports(syntax, package))
    syntax.bindings.update(_bindings(imports))
    return imports


def package_of(module: str, is_package: bool) -> str:
    """The package that relative imports of a module start from."""
    return module if is_package else module.rpartition(".")[0]


def _imports(syntax: Syntax, package: str) -> Iterator[Import]:
    kind_at = _Kinds(syntax)
    for node in syntax.nodes(ast.Import, ast.ImportFrom):
        kind = kind_at(node)
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", alias.asname or "", kind, node.lineno, node.col_offset)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(node.module or "", node.level, package)
            for alias in node.names:
                yield Import(
                    source, alias.name, alias.asname or alias.name, kind, node.lineno, node.col_offset
                )


def absolute(module: str, level: int, package: str) -> str:
    """`from ..models import x` in package `app.services.orders` -> `app.services.models`… one dot is the package itself."""
    if not level:
        return module
    base = package.split(".") if package else []
    kept = base[: len(base) - (level - 1)] if level > 1 else base
    return ".".join([*kept, module] if module else kept)


class _Kinds:
    """Tells whether an import is top-level, deferred or type-only, by the lines of the blocks around it."""

    def __init__(self, syntax: Syntax) -> None:
        self._functions = [(node.lineno, node.end_lineno or 0) for node in syntax.functions]
        self._typing = [
            (node.body[0].lineno, node.body[-1].end_lineno or 0)
            for node in syntax.nodes(ast.If)
            if (dotted_name(node.test)).rpartition(".")[2] == "TYPE_CHECKING"
        ]

    def __call__(self, node: ast.stmt) -> str:
        if any(first <= node.lineno <= last for first, last in self._typing):
            return "type-checking"
        if node.col_offset and any(first <= node.lineno <= last for first, last in self._functions):
            return "deferred"
        return "top"


def _bindings(imports: Iterable[Import]) -> Iterator[tuple[str, str]]:
    for item in imports:
        if item.name == "*":
            continue
        if item.name or item.local:
            yield item.local, item.dotted
        else:
            head = item.module.partition(".")[0]
            yield head, head


def attribute_imports(syntax: Syntax, imports: list[Import]) -> Iterator[Import]:
    """`app.services.orders.OrderService` after `import app`: an import in all but syntax."""
    modules = {item.local or item.module.partition(".")[0] for item in imports if not item.name}
    modules |= {item.local for item in imports if item.name and item.name != "*" and item.name.islower()}
    seen: set[str] = set()
    for node in syntax.nodes(ast.Attribute) if modules else ():
        root = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name) or root.id not in modules:
            continue
        origin = syntax.qualified(node)
        if origin not in seen:
            seen.add(origin)
            module, _, name = origin.rpartition(".")
            yield Import(module, name, "", "attribute", node.lineno, node.col_offset)


def dynamic_imports(syntax: Syntax, package: str) -> Iterator[Import]:
    for call in syntax.calls("importlib.import_module", "__import__", "builtins.__import__"):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            name = call.args[0].value
            target = absolute(name.lstrip("."), len(name) - len(name.lstrip(".")), package)
            yield Import(target, "", "", "dynamic", call.lineno, call.col_offset)


_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def annotation_imports(syntax: Syntax) -> Iterator[Import]:
    """`def f(request: "fastapi.Request")` names fastapi without importing it."""
    for annotation in annotations(syntax):
        for node in _strings(annotation):
            for dotted in _DOTTED.findall(str(node.value)):
                if dotted.partition(".")[0] not in syntax.bindings:
                    module, _, name = dotted.rpartition(".")
                    yield Import(module, name, "", "annotation", node.lineno, node.col_offset)


def _strings(annotation: ast.expr) -> Iterator[ast.Constant]:
    """The strings of an annotation that are annotations themselves: not those of `Literal` or of calls in `Annotated`."""
    stack = [annotation] if annotation.__class__ not in (ast.Name, ast.Attribute) else []
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and len(node.value) < 500:
                yield node
        elif isinstance(node, ast.Subscript):
            if last_name(node.value) != "Literal":
                stack.append(node.slice)
        elif isinstance(node, ast.BinOp):
            stack += [node.right, node.left]
        elif isinstance(node, ast.Tuple | ast.List):
            stack += reversed(node.elts)


def annotations(syntax: Syntax) -> Iterator[ast.expr]:
    """Every annotation expression: parameters, returns, annotated assignments."""
    yield from (node.annotation for node in syntax.nodes(ast.arg) if node.annotation)
    yield from (node.annotation for node in syntax.nodes(ast.AnnAssign))
    yield from (node.returns for node in syntax.functions if node.returns)
