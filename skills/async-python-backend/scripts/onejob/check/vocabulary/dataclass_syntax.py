"""The standard-library dataclasses of one file, and what they are not: exceptions, mapped classes."""

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from onejob.check.reading.syntax import Syntax
from onejob.check.reading.spelling import dotted_name, last_name

CONFIG_NAMES = ("Config", "Configuration", "Settings")
_DATACLASS = frozenset({"dataclasses.dataclass"})
_EXCEPTION_ENDINGS = ("Error", "Exception", "ExceptionGroup", "Warning", "KeyboardInterrupt", "SystemExit")
_MAPPED_BASES = frozenset({"DeclarativeBase", "DeclarativeBaseNoMeta", "MappedAsDataclass"})
_MAPPED_DECORATORS = frozenset({"mapped", "mapped_as_dataclass"})


class DataclassNode(NamedTuple):
    """A class, its `@dataclass` decorator, and the decorator's keywords (None for `**`)."""

    node: ast.ClassDef
    decorator: ast.expr
    keywords: Mapping[str | None, ast.expr]

    def is_true(self, keyword: str) -> bool:
        value = self.keywords.get(keyword)
        return isinstance(value, ast.Constant) and value.value is True


def dataclasses_of(syntax: Syntax) -> Iterator[DataclassNode]:
    """Every class under `dataclasses.dataclass`, whatever it is called here; Pydantic's and attrs' are not."""
    for node in syntax.classes:
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if is_dataclass_name(called, syntax):
                keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
                yield DataclassNode(node, decorator, {item.arg: item.value for item in keywords})


def is_dataclass_name(node: ast.expr, syntax: Syntax) -> bool:
    """Whether a decorator name is the standard dataclass, also after `from dataclasses import *`."""
    if syntax.qualified(node) in _DATACLASS:
        return True
    if not (isinstance(node, ast.Name) and node.id == "dataclass" and "dataclass" not in syntax.bindings):
        return False
    stars = (item for item in syntax.nodes(ast.ImportFrom) if item.names[0].name == "*")
    return any(item.module == "dataclasses" for item in stars)


def is_exception(node: ast.ClassDef, syntax: Syntax) -> bool:
    """Whether a class is an exception: by the ending of a base's name, through bases in the same file."""
    local = {item.name: item for item in syntax.classes}
    pending, seen = [node], {node.name}
    while pending:
        for base in pending.pop().bases:
            name = last_name(base)
            if name.endswith(_EXCEPTION_ENDINGS):
                return True
            if name in local and name not in seen:
                seen.add(name)
                pending.append(local[name])
    return False


def is_mapped(node: ast.ClassDef, syntax: Syntax) -> bool:
    """Whether a class is (or will be) mapped by SQLAlchemy, which slots would break."""
    names = {
        last_name(target)
        for item in node.body
        for target in (item.targets if isinstance(item, ast.Assign) else [getattr(item, "target", None)])
        if target is not None
    }
    if names & {"__tablename__", "__table__", "__sa_dataclass_metadata_key__"}:
        return True
    decorators = (item.func if isinstance(item, ast.Call) else item for item in node.decorator_list)
    if any(last_name(item) in _MAPPED_DECORATORS for item in decorators):
        return True
    if any(last_name(base) in _MAPPED_BASES for base in node.bases):
        return True
    imperative = syntax.calls_of_method("map_imperatively")
    return any(call.args and dotted_name(call.args[0]) == node.name for call in imperative)
