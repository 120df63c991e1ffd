"""Which functions of a file return rows as the database gave them: `return row` after `row = await session.scalar(select(OrderRow))`."""

import ast
from collections.abc import Iterator

from onejob.check.reading.facts import RowReturn
from onejob.check.reading.walking import own_nodes
from onejob.check.reading.syntax import Function, Syntax
from onejob.check.reading.spelling import dotted_name, last_name

_LIBRARIES = ("sqlalchemy", "sqlmodel")
_STATEMENTS = frozenset({"select", "insert", "update", "delete", "returning", "from_statement"})
_ROWS_OF_SESSION = frozenset(
    {"scalar", "scalars", "stream_scalars", "execute", "stream", "exec", "get", "get_one", "merge"}
)
_COLLECTIONS = frozenset({"list", "tuple", "set", "sorted", "reversed", "next", "iter"})
_READS_OF_RESULT = frozenset({
    "all", "first", "one", "one_or_none", "scalar", "scalars", "scalar_one", "scalar_one_or_none", "unique", "fetchall", "fetchone",
    "fetchmany", "partitions", "tuples",
})  # fmt: skip


def returned_rows(syntax: Syntax) -> Iterator[RowReturn]:
    """Every return of rows, in files that use SQLAlchemy."""
    if not any(origin.startswith(_LIBRARIES) for origin in syntax.bindings.values()):
        return
    for function in syntax.functions:
        names = _names(function)
        for node in own_nodes(function):
            if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
                entity = _entity(node.value, names)
                if entity and not entity.startswith(_QUERY):
                    yield RowReturn(entity, syntax.symbol_at(node.lineno), node.lineno, node.col_offset)


_QUERY = "?"  # marks a statement: it names an entity, but holds no rows yet


def _names(function: Function) -> dict[str, str]:
    """Local name -> the entity it holds, read in source order."""
    names: dict[str, str] = {}
    for node in own_nodes(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            entity = _entity(node.value, names)
            for target in targets:
                if isinstance(target, ast.Name) and (entity or target.id in names):
                    names[target.id] = entity
        elif isinstance(node, ast.For | ast.AsyncFor) and isinstance(node.target, ast.Name):
            entity = _entity(node.iter, names)
            if entity and not entity.startswith(_QUERY):
                names[node.target.id] = entity
    return names


def _entity(node: ast.expr, names: dict[str, str]) -> str:
    """The class whose objects an expression holds; "" for anything else."""
    if isinstance(node, ast.Await | ast.Starred | ast.NamedExpr):
        return _entity(node.value, names)
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.IfExp):
        return _rows(_entity(node.body, names)) or _rows(_entity(node.orelse, names))
    if isinstance(node, ast.BoolOp):
        return next((entity for item in node.values if (entity := _rows(_entity(item, names)))), "")
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        return _of_comprehension(node, names)
    if isinstance(node, ast.List | ast.Tuple):
        return next((entity for item in node.elts if (entity := _rows(_entity(item, names)))), "")
    if isinstance(node, ast.Subscript):
        return _rows(_entity(node.value, names))
    return _of_call(node, names) if isinstance(node, ast.Call) else ""


def _rows(entity: str) -> str:
    return "" if entity.startswith(_QUERY) else entity


def _of_comprehension(node: ast.ListComp | ast.GeneratorExp | ast.SetComp, names: dict[str, str]) -> str:
    inner = dict(names)
    for generator in node.generators:
        if isinstance(generator.target, ast.Name):
            inner[generator.target.id] = _rows(_entity(generator.iter, inner))
    return _rows(_entity(node.elt, inner))


def _of_call(call: ast.Call, names: dict[str, str]) -> str:
    name = last_name(call.func)
    if name in _STATEMENTS:
        chosen = [dotted_name(item) for item in call.args]
        if len(chosen) == 1 and _is_class(chosen[0]):
            return _QUERY + chosen[0]
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if receiver is None:
        if name in _COLLECTIONS and call.args:
            return _rows(_entity(call.args[0], names))
        return name if _is_class(name) else ""
    if name in _ROWS_OF_SESSION and call.args:
        found = _of_session(call, name, names)
        if found:
            return found
    held = _entity(receiver, names)
    if held.startswith(_QUERY):
        return held  # select(OrderRow).where(...).limit(...)
    if held:
        return held if name in _READS_OF_RESULT else ""
    dotted = dotted_name(call.func)
    return dotted if _is_class(name) and dotted else ""


def _of_session(call: ast.Call, name: str, names: dict[str, str]) -> str:
    first = call.args[0]
    if name in {"get", "get_one"}:
        entity = dotted_name(first)
        return entity if len(call.args) + len(call.keywords) > 1 and _is_class(entity) else ""
    entity = _entity(first, names)
    if name == "merge":
        return _rows(entity)
    return entity.removeprefix(_QUERY) if entity.startswith(_QUERY) else ""


def _is_class(name: str) -> bool:
    return name.rpartition(".")[2].lstrip("_")[:1].isupper()
