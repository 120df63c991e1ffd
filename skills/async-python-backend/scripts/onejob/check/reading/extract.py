"""One source file -> Facts. The only door to the source text."""

import ast
import re
from collections.abc import Iterator

from onejob.check.reading.facts import (
    CONCURRENT_CALLS,
    DATABASE_VERBS,
    Call,
    Facts,
    Local,
    Raise,
    Scope,
)
from onejob.check.reading.rows import returned_rows
from onejob.check.reading.suppressions import suppressions
from onejob.check.reading.syntax import Syntax
from onejob.check.reading.spelling import dotted_name, spell
from onejob.check.reading.imports import (
    bind,
    package_of,
    attribute_imports,
    dynamic_imports,
    annotation_imports,
)
from onejob.check.reading.definitions import plain_functions, class_fact, signature, assignments

_MARKS = frozenset({"dispose"})
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
    imports += attribute_imports(syntax, imports)
    imports += dynamic_imports(syntax, package)
    imports += annotation_imports(syntax)
    return Facts(
        imports=tuple(imports),
        classes=tuple(class_fact(node, syntax) for node in syntax.classes),
        functions=tuple(
            signature(node, syntax.symbol_at(node.lineno), syntax) for node in plain_functions(syntax)
        ),
        calls=tuple(_calls(syntax)),
        assignments=tuple(assignments(syntax.tree.body)),
        suppressions=tuple(suppressions(text, syntax)),
        scopes=tuple(Scope(*item) for item in syntax.scopes),
        locals=tuple(_locals(syntax)),
        raises=tuple(_raises(syntax)),
        rows=tuple(returned_rows(syntax)) if rows else (),
        marks=tuple({node.attr for node in syntax.nodes(ast.Attribute) if node.attr in _MARKS}),
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


def _raised(node: ast.Raise, syntax: Syntax) -> str:
    """The raised name; for `failure = AppError(…)` and then `raise failure` what the name was made of."""
    name = dotted_name(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
    if not isinstance(node.exc, ast.Name) or name[:1].isupper():
        return name
    function = syntax.function_of(node)
    given = [
        item.value
        for item in (syntax.within(function, ast.Assign) if function else ())
        if any(isinstance(target, ast.Name) and target.id == name for target in item.targets)
    ]
    made = dotted_name(given[0].func) if len(given) == 1 and isinstance(given[0], ast.Call) else ""
    return made if made.rpartition(".")[2][:1].isupper() else name


def _raises(syntax: Syntax) -> Iterator[Raise]:
    for node in syntax.nodes(ast.Raise):
        raised = _raised(node, syntax)
        if raised:
            yield Raise(raised, syntax.symbol_at(node.lineno), node.lineno, node.col_offset)
