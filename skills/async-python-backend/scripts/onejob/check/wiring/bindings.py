"""Reading one function or class for the wiring: its locals, parameters, results and constructor fields."""

import ast
from collections.abc import Iterator, Mapping

from onejob.check.reading.facts import Class, Signature
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.vocabulary.sessions import is_session_type
from onejob.check.reading.syntax import Function
from onejob.check.reading.spelling import last_name
from onejob.check.wiring.values import Value
from onejob.check.reading.walking import children, walk


def is_unit_of_work(name: str) -> bool:
    """`IUnitOfWork`, `SqlUoW`; not `UnitOfWorkFactory`."""
    plain = name.replace("_", "").lower().removesuffix("impl").removesuffix("protocol")
    return plain.endswith(("unitofwork", "uow"))


def is_static(node: Function) -> bool:
    """Whether a method takes no `self`."""
    return any(last_name(item) == "staticmethod" for item in node.decorator_list)


def function_node(file: File, symbol: str) -> Function | None:
    """The syntax of a function by its qualified name."""
    line = file.functions[symbol].lineno if symbol in file.functions else 0
    return next((node for node in file.syntax.functions if node.lineno == line), None)


def says_session(signature: Signature, file: File) -> bool:
    """Whether a return annotation promises a session, also as a generator dependency."""
    inner = signature.returns.partition("[")[2].rstrip("]").split(",")[0]
    generic = signature.is_generator and bool(inner) and is_session_type(inner, file)
    return generic or is_session_type(signature.returns, file)


def default_values(node: Function) -> dict[str, ast.expr]:
    """Parameter name -> its default."""
    plain = [*node.args.posonlyargs, *node.args.args]
    found = {
        item.arg: value for item, value in zip(reversed(plain), reversed(node.args.defaults), strict=False)
    }
    return found | {
        item.arg: value
        for item, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if value
    }


def bind(node: Function, given: Mapping[str | int, Value], skip: int) -> dict[str, Value]:
    """Positions and names of a call -> parameter names."""
    names = [item.arg for item in [*node.args.posonlyargs, *node.args.args]][skip:]
    bound = {name: value for name, value in given.items() if isinstance(name, str)}
    bound |= {
        names[position]: value
        for position, value in given.items()
        if isinstance(position, int) and position < len(names)
    }
    return bound


def outcomes(node: Function) -> Iterator[ast.expr]:
    """Every returned and yielded expression of a function itself."""
    pending: list[ast.AST] = list(node.body)
    while pending:
        item = pending.pop(0)
        if isinstance(item, ast.Return | ast.Yield) and item.value is not None:
            yield item.value
        if not isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending.extend(children(item))


def local_values(function: Function) -> Iterator[tuple[str, list[tuple[ast.expr, bool]]]]:
    """Names a function assigns or opens: name -> [(expression, opened by `with`)]."""
    found: dict[str, list[tuple[ast.expr, bool]]] = {}
    for node in walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name, value in _unpacked(target, node.value):
                    found.setdefault(name, []).append((value, False))
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                if isinstance(item.optional_vars, ast.Name):
                    found.setdefault(item.optional_vars.id, []).append((item.context_expr, True))
    yield from found.items()


def _unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _unpacked(one, other)


def module_values(file: File) -> Iterator[tuple[str, ast.expr]]:
    """What the names of a module are assigned, where something is called at all."""
    if not any("(" in item.value for item in file.facts.assignments):
        return
    for node in file.syntax.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((target.id, node.value) for target in targets if isinstance(target, ast.Name))


def constructor_fields(found: Found, project: Project) -> Iterator[tuple[File, str, str, str]]:
    """Constructor fields in order, inherited ones first: (file, name, annotation, default)."""
    chain = [found, *(parent for _, parent in project.ancestry(found) if parent)]
    fields: dict[str, tuple[File, str, str, str]] = {}
    for owner in reversed(chain):
        item: Class = owner.item
        for entry in item.fields:
            if entry.annotation and "ClassVar" not in entry.annotation and "init=False" not in entry.value:
                fields[entry.name] = (owner.file, entry.name, entry.annotation, entry.value)
    yield from fields.values()
