"""What the exception handlers of a project map: which error classes have a status."""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.vocabulary.exceptions import is_root
from onejob.check.project.file import File, Found
from onejob.check.vocabulary.statuses import is_error_status
from onejob.check.reading.syntax import FUNCTIONS, Function
from onejob.check.reading.spelling import last_name, spell

_STATUS_MEMBERS = frozenset({"status_code", "http_status", "http_status_code", "status"})
_REGISTERING = frozenset({"exception_handler", "add_exception_handler"})
_CATCH_ALL = 500

Key = tuple[str, str]


class Mapping(NamedTuple):
    """The classes that are named in a mapping, the `code` values that are keys of one, and whether everything is mapped."""

    classes: frozenset[Key] = frozenset()
    codes: frozenset[str] = frozenset()
    everything: bool = False

    def covers(self, found: Found) -> bool:
        """Whether a class, or a base class of it, has a status."""
        line = [found, *(parent for _, parent in found.file.project.ancestry(found) if parent)]
        if self.everything or any((item.file.path, item.item.name) in self.classes for item in line):
            return True
        return next((code for item in line for code in _codes(item)), "") in self.codes


def _codes(found: Found) -> Iterator[str]:
    return (
        item.value.strip("'\"")
        for item in found.item.fields
        if item.name in {"code", "error_code", "kind"} and item.value
    )


def mapping_of(files: list[File], errors: Iterable[Found]) -> Mapping:
    """What these handler files map, of these errors."""
    known = {(found.file.path, found.item.name): is_root(found) for found in errors}
    named = {key for file in files for key in _named_classes(file) if key in known}
    roots = {key for key in named if known[key]}
    codes = {code for file in files for code in _code_keys(file)}
    everything = any(_reads_status(file) or _maps_root(file, roots) for file in files)
    return Mapping(frozenset(named - roots), frozenset(codes), everything)


def _named_classes(file: File) -> Iterator[Key]:
    """Every class that a handler file names outside of imports and annotations, tables in other modules followed."""
    for node in _expressions(file.syntax.tree):
        if isinstance(node, ast.Name | ast.Attribute):
            target = file.resolve(spell(node))
            if target.module is None:
                continue
            yield target.module.path, target.symbol
            table = target.module.assignments.get(target.symbol)
            if table and target.module is not file and "{" in table.value:
                yield from _classes_in(table.value, target.module)


def _classes_in(text: str, file: File) -> Iterator[Key]:
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.Name | ast.Attribute):
            target = file.resolve(spell(node))
            if target.module:
                yield target.module.path, target.symbol


def _expressions(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree without annotations and base classes."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name not in {"annotation", "returns", "bases"}:
                stack += [
                    item
                    for item in (value if isinstance(value, list) else [value])
                    if isinstance(item, ast.AST)
                ]


def _code_keys(file: File) -> Iterator[str]:
    for table in file.syntax.nodes(ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            if (
                isinstance(key, ast.Constant)
                and isinstance(key.value, str)
                and is_error_status(value, file.syntax)
            ):
                yield key.value


def _reads_status(file: File) -> bool:
    """`JSONResponse(..., status_code=error.status_code)`: the errors carry their status themselves (another rule's sin)."""
    return any(
        isinstance(keyword.value, ast.Attribute) and keyword.value.attr in _STATUS_MEMBERS
        for call in file.syntax.nodes(ast.Call)
        for keyword in call.keywords
        if keyword.arg == "status_code"
    )


def _maps_root(file: File, roots: set[Key]) -> bool:
    """Whether the root itself has a status: `AppError: 400` in a table, or a handler of it that answers with one."""
    for table in file.syntax.nodes(ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            if _is_one_of(key, file, roots) and _counts(value, file):
                return True
    return any(_answers(function, file) for function in _handlers_of(file, roots))


def _handlers_of(file: File, roots: set[Key]) -> Iterator[Function]:
    registered = [
        last_name(call.args[1])
        for call in file.syntax.calls_of_method("add_exception_handler")
        if len(call.args) > 1 and _is_one_of(call.args[0], file, roots)
    ]
    for function in file.syntax.functions:
        calls = [item for item in function.decorator_list if isinstance(item, ast.Call) and item.args]
        decorated = any(
            last_name(item.func) in _REGISTERING and _is_one_of(item.args[0], file, roots) for item in calls
        )
        if decorated or function.name in registered:
            yield function


def _answers(function: Function, file: File) -> bool:
    """Whether a handler answers everything with a status of its own: one that no table, branch or `match` chooses."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if _counts(node, file):
            return True
        if not isinstance(node, ast.Dict | ast.If | ast.IfExp | ast.Match | ast.Compare) and not isinstance(
            node, FUNCTIONS
        ):
            stack += list(ast.iter_child_nodes(node))
    return False


def _counts(node: ast.AST, file: File) -> bool:
    """Whether an expression is an error status, the catch-all 500 excepted."""
    is_catch_all = isinstance(node, ast.Constant) and node.value == _CATCH_ALL
    return (
        not is_catch_all and is_error_status(node, file.syntax) and "INTERNAL_SERVER_ERROR" not in spell(node)
    )


def _is_one_of(node: ast.AST | None, file: File, keys: set[Key]) -> bool:
    target = file.resolve(spell(node)) if isinstance(node, ast.Name | ast.Attribute) else None
    return target is not None and target.module is not None and (target.module.path, target.symbol) in keys
