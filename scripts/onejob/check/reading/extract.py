"""One source file -> Facts. The only door to the source text."""

import ast
import re
from collections.abc import Iterable, Iterator

from onejob.check.reading.facts import (
    CONCURRENT_CALLS,
    DATABASE_VERBS,
    Assignment,
    Call,
    Class,
    Facts,
    Field,
    Import,
    Local,
    Parameter,
    Raise,
    Scope,
    Signature,
)
from onejob.check.reading.rows import returned_rows
from onejob.check.reading.suppressions import suppressions
from onejob.check.reading.syntax import FUNCTIONS, Function, Syntax, dotted_name, last_name, spell

KEPT_FUNCTIONS = CONCURRENT_CALLS | {
    "create_task_group",
    "open_nursery",
    "exception_handler",
    "add_exception_handler",
    "create_async_engine",
    "create_engine",
    "async_sessionmaker",
    "sessionmaker",
}


def extract(syntax: Syntax, text: str, module: str, is_package: bool, rows: bool = True) -> Facts:
    """The facts of one parsed file; also fills `syntax.bindings`.

    Parameters:
        module: the file's dotted name, to make relative imports absolute.
        is_package: whether the file is an `__init__.py`.
        rows: whether to look for returned rows, which costs as much as all the rest.
    """
    package = package_of(module, is_package)
    imports = bind(syntax, package)
    imports += _attribute_imports(syntax, imports)
    imports += _dynamic_imports(syntax, package)
    imports += _annotation_imports(syntax)
    return Facts(
        imports=tuple(imports),
        classes=tuple(_class(node, syntax) for node in syntax.classes),
        functions=tuple(
            _signature(node, syntax.symbol_at(node.lineno), syntax) for node in _plain_functions(syntax)
        ),
        calls=tuple(_calls(syntax)),
        assignments=tuple(_assignments(syntax.tree.body)),
        suppressions=tuple(suppressions(text, syntax)),
        scopes=tuple(Scope(*item) for item in syntax.scopes),
        locals=tuple(_locals(syntax)),
        raises=tuple(_raises(syntax)),
        rows=tuple(returned_rows(syntax)) if rows else (),
    )


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


def _attribute_imports(syntax: Syntax, imports: list[Import]) -> Iterator[Import]:
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


def _dynamic_imports(syntax: Syntax, package: str) -> Iterator[Import]:
    for call in syntax.calls("importlib.import_module", "__import__", "builtins.__import__"):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            name = call.args[0].value
            target = absolute(name.lstrip("."), len(name) - len(name.lstrip(".")), package)
            yield Import(target, "", "", "dynamic", call.lineno, call.col_offset)


_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def _annotation_imports(syntax: Syntax) -> Iterator[Import]:
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


def _plain_functions(syntax: Syntax) -> list[Function]:
    methods = {id(item) for node in syntax.classes for item in node.body if isinstance(item, FUNCTIONS)}
    return [node for node in syntax.functions if id(node) not in methods]


def _class(node: ast.ClassDef, syntax: Syntax) -> Class:
    name = syntax.symbol_at(node.lineno)
    methods = [item for item in node.body if isinstance(item, FUNCTIONS)]
    return Class(
        name=name,
        bases=tuple(spell(base) for base in node.bases),
        keywords=tuple((keyword.arg or "**", spell(keyword.value)) for keyword in node.keywords),
        decorators=tuple(spell(item) for item in node.decorator_list),
        fields=tuple(_fields(node, methods)),
        methods=tuple(_signature(item, f"{name}.{item.name}", syntax) for item in methods),
        lineno=node.lineno,
        col_offset=node.col_offset,
    )


def _fields(node: ast.ClassDef, methods: list[Function]) -> Iterator[Field]:
    yield from _targets(node.body)
    for method in methods:
        if method.name == "__init__":
            annotations = {item.arg: spell(item.annotation) for item in method.args.args}
            for field in _targets(method.body, of_self=True):
                yield field._replace(annotation=field.annotation or annotations.get(field.value, ""))


def _targets(body: list[ast.stmt], of_self: bool = False) -> Iterator[Field]:
    for item in body:
        targets = (
            item.targets
            if isinstance(item, ast.Assign)
            else [item.target]
            if isinstance(item, ast.AnnAssign)
            else []
        )
        annotation = spell(item.annotation) if isinstance(item, ast.AnnAssign) else ""
        for target in targets:
            name = dotted_name(target)
            if of_self == name.startswith("self.") and name:
                value = spell(getattr(item, "value", None))
                yield Field(name.removeprefix("self."), annotation, value, item.lineno, item.col_offset)


def _signature(node: Function, name: str, syntax: Syntax) -> Signature:
    return Signature(
        name=name,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_generator=_is_generator(node, syntax),
        decorators=tuple(spell(item) for item in node.decorator_list),
        parameters=tuple(parameters(node.args)),
        returns=spell(node.returns),
        lineno=node.lineno,
        col_offset=node.col_offset,
    )


def parameters(arguments: ast.arguments) -> Iterator[Parameter]:
    """The parameters of a function in order, `self` included."""
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    for position, (item, default) in enumerate(zip(plain, defaults, strict=True)):
        kind = "positional-only" if position < len(arguments.posonlyargs) else "positional"
        yield Parameter(item.arg, spell(item.annotation), kind, default is not None, spell(default))
    if arguments.vararg:
        yield Parameter(arguments.vararg.arg, spell(arguments.vararg.annotation), "variadic", False, "")
    for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Parameter(item.arg, spell(item.annotation), "keyword-only", default is not None, spell(default))
    if arguments.kwarg:
        yield Parameter(arguments.kwarg.arg, spell(arguments.kwarg.annotation), "keywords", False, "")


def _is_generator(node: Function, syntax: Syntax) -> bool:
    first, last = node.lineno, node.end_lineno or node.lineno
    inside = (item.lineno for item in syntax.nodes(ast.Yield, ast.YieldFrom) if first <= item.lineno <= last)
    return any(not _in_inner_function(line, node, syntax) for line in inside)


def _in_inner_function(line: int, node: Function, syntax: Syntax) -> bool:
    return any(
        node.lineno < inner.lineno <= line <= (inner.end_lineno or 0) <= (node.end_lineno or 0)
        for inner in syntax.functions
    )


def _is_kept(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        name = function.attr
        return name in DATABASE_VERBS or name in KEPT_FUNCTIONS or name[:1].isupper()
    return isinstance(function, ast.Name) and (function.id in KEPT_FUNCTIONS or function.id[:1].isupper())


def _calls(syntax: Syntax) -> Iterator[Call]:
    awaited = {id(node.value) for node in syntax.nodes(ast.Await)}
    for node in syntax.nodes(ast.Call):
        if not _is_kept(node.func):
            continue
        callee = dotted_name(node.func)
        if not callee:
            continue
        yield Call(
            callee=callee,
            arguments=tuple(spell(item) for item in node.args),
            keywords=tuple((item.arg or "**", spell(item.value)) for item in node.keywords),
            awaited=id(node) in awaited,
            within=syntax.symbol_at(node.lineno),
            lineno=node.lineno,
            col_offset=node.col_offset,
        )


_OPENED = re.compile(r"session|uow|unit_?of_?work", re.IGNORECASE)


def _locals(syntax: Syntax) -> Iterator[Local]:
    blocks: list[ast.With | ast.AsyncWith] = [*syntax.nodes(ast.With), *syntax.nodes(ast.AsyncWith)]
    for block in blocks:
        for item in block.items:
            if isinstance(item.optional_vars, ast.Name):
                yield _local(item.optional_vars, None, item.context_expr, True, syntax)
    fields = {id(item) for node in syntax.classes for item in node.body}
    for annotated in syntax.nodes(ast.AnnAssign):
        if isinstance(annotated.target, ast.Name) and annotated.col_offset and id(annotated) not in fields:
            yield _local(annotated.target, annotated.annotation, annotated.value, False, syntax)
    for assigned in syntax.nodes(ast.Assign):
        value = assigned.value.value if isinstance(assigned.value, ast.Await) else assigned.value
        target = assigned.targets[0]
        if not (assigned.col_offset and isinstance(value, ast.Call) and isinstance(target, ast.Name)):
            continue
        if _OPENED.search(dotted_name(value.func)):
            yield _local(target, None, value, False, syntax)


def _local(
    target: ast.Name, annotation: ast.expr | None, value: ast.expr | None, is_with: bool, syntax: Syntax
) -> Local:
    within = syntax.symbol_at(target.lineno)
    return Local(
        target.id, spell(annotation), spell(value), is_with, within, target.lineno, target.col_offset
    )


def _raises(syntax: Syntax) -> Iterator[Raise]:
    for node in syntax.nodes(ast.Raise):
        raised = dotted_name(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
        if raised:
            yield Raise(raised, syntax.symbol_at(node.lineno), node.lineno, node.col_offset)


def _assignments(body: list[ast.stmt]) -> Iterator[Assignment]:
    for field in _targets(body):
        yield Assignment(*field)
