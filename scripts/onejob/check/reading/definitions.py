"""The classes, functions and assignments of one file as facts."""

import ast
from collections.abc import Iterator
from onejob.check.reading.facts import (
    Assignment,
    Class,
    Field,
    Parameter,
    Signature,
)
from onejob.check.reading.syntax import FUNCTIONS, Function, Syntax
from onejob.check.reading.spelling import dotted_name, spell


def plain_functions(syntax: Syntax) -> list[Function]:
    methods = {id(item) for node in syntax.classes for item in node.body if isinstance(item, FUNCTIONS)}
    return [node for node in syntax.functions if id(node) not in methods]


def class_fact(node: ast.ClassDef, syntax: Syntax) -> Class:
    name = syntax.symbol_at(node.lineno)
    methods = [item for item in node.body if isinstance(item, FUNCTIONS)]
    return Class(
        name=name,
        bases=tuple(spell(base) for base in node.bases),
        keywords=tuple((keyword.arg or "**", spell(keyword.value)) for keyword in node.keywords),
        decorators=tuple(spell(item) for item in node.decorator_list),
        fields=tuple(_fields(node, methods)),
        methods=tuple(signature(item, f"{name}.{item.name}", syntax) for item in methods),
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


def signature(node: Function, name: str, syntax: Syntax) -> Signature:
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


def assignments(body: list[ast.stmt]) -> Iterator[Assignment]:
    for field in _targets(body):
        yield Assignment(*field)
