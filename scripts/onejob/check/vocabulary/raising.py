"""Raising HTTP exceptions: which expressions are one."""

import ast
from collections.abc import Iterator

from onejob.check.reading.syntax import Syntax
from onejob.check.reading.spelling import last_name

_OTHERS = frozenset({"http", "aiohttp", "werkzeug", "flask", "django", "sanic", "tornado", "quart"})


def is_http_exception(node: ast.AST | None, syntax: Syntax) -> bool:
    """Whether an expression names fastapi's or starlette's HTTPException, directly or through a module that re-exports it."""
    dotted = syntax.qualified(node)
    head, _, _ = dotted.partition(".")
    if dotted.rpartition(".")[2] != "HTTPException" or head in _OTHERS:
        return False
    return dotted != "HTTPException" or not any(item.name == "HTTPException" for item in syntax.classes)


def http_exception_names(syntax: Syntax) -> frozenset[str]:
    """The names of this file that hold an HTTPException: `credentials_error = HTTPException(...)`."""
    return frozenset(
        target.id
        for node in syntax.nodes(ast.Assign)
        if isinstance(node.value, ast.Call) and is_http_exception(node.value.func, syntax)
        for target in node.targets
        if isinstance(target, ast.Name)
    )


def http_exception_classes(syntax: Syntax) -> Iterator[ast.ClassDef]:
    """The classes of this file that derive from HTTPException, also by way of each other."""
    known: set[str] = set()
    for node in syntax.classes:
        if any(is_http_exception(base, syntax) or last_name(base) in known for base in node.bases):
            known.add(node.name)
            yield node


def raises_http_exception(statement: ast.stmt, syntax: Syntax) -> bool:
    """Whether a statement is `raise HTTPException(...)`, or raises a name that holds one."""
    if not isinstance(statement, ast.Raise) or statement.exc is None:
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    if is_http_exception(raised, syntax):
        return True
    return isinstance(statement.exc, ast.Name) and statement.exc.id in http_exception_names(syntax)


def raises_only_http_exceptions(branch: ast.If, syntax: Syntax) -> bool:
    """Whether every arm of an `if` is nothing but a raise of an HTTPException."""
    return all(
        raises_http_exception(item, syntax) or _is_such_branch(item, syntax)
        for item in (*branch.body, *branch.orelse)
    )


def _is_such_branch(statement: ast.stmt, syntax: Syntax) -> bool:
    return isinstance(statement, ast.If) and raises_only_http_exceptions(statement, syntax)
