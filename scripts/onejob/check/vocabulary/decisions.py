"""Telling a question about presence from a decision on data, and arithmetic from putting texts together."""

import ast

from onejob.check.reading.syntax import Function

_ARITHMETIC = (
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.LShift,
    ast.RShift,
    ast.MatMult,
)


def asks_presence(test: ast.expr, function: Function) -> bool:
    """`x`, `not x`, `x is None`, `len(x) == 0`, `isinstance`, and any of these joined; an attribute of data is no presence."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return asks_presence(test.operand, function)
    if isinstance(test, ast.BoolOp):
        return all(asks_presence(item, function) for item in test.values)
    if isinstance(test, ast.NamedExpr):
        return asks_presence(test.value, function)
    if isinstance(test, ast.Compare):
        return _compares_presence(test)
    if isinstance(test, ast.Constant | ast.Name | ast.Await):
        return True
    if isinstance(test, ast.Call):
        return _asks_someone(test)
    return isinstance(test, ast.Attribute) and isinstance(test.value, ast.Name) and test.value.id == "self"


def _compares_presence(test: ast.Compare) -> bool:
    operator, other = test.ops[0], test.comparators[0]
    if isinstance(operator, ast.Is | ast.IsNot):
        return isinstance(other, ast.Constant)
    empty = isinstance(other, ast.Constant) and (other.value == 0 or other.value == "" or other.value is None)
    if isinstance(test.left, ast.Call) and getattr(test.left.func, "id", "") == "len":
        return empty
    if isinstance(other, ast.Constant) and other.value is None:
        return True
    return isinstance(other, ast.List | ast.Tuple | ast.Dict) and not getattr(
        other, "elts", getattr(other, "keys", [])
    )


def _asks_someone(test: ast.Call) -> bool:
    """A service that answers yes or no, a task's result, `isinstance`: somebody else has decided."""
    if isinstance(test.func, ast.Name):
        return test.func.id in {"isinstance", "bool", "any", "callable", "hasattr"} and not any(
            isinstance(item, ast.GeneratorExp | ast.ListComp) for item in test.args
        )
    root: ast.expr = test.func
    while isinstance(root, ast.Attribute | ast.Call):
        root = root.value if isinstance(root, ast.Attribute) else root.func
    called_on_self = isinstance(root, ast.Name) and root.id == "self"
    return called_on_self or (
        isinstance(test.func, ast.Attribute) and test.func.attr in {"result", "done", "cancelled"}
    )


def arithmetic(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether a node computes with numbers; joining texts or collections is not meant."""
    if isinstance(node.op, _ARITHMETIC):
        left = node.left if isinstance(node, ast.BinOp) else node.target
        return not (isinstance(node.op, ast.Mod) and isinstance(left, ast.Constant | ast.JoinedStr))
    if not isinstance(node.op, ast.Add):
        return False
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    return not any(_is_collection(item) for item in sides)


def _is_collection(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    if isinstance(node, ast.Call):
        named = node.func.id if isinstance(node.func, ast.Name) else ""
        return named in {"list", "tuple", "str"} or (
            isinstance(node.func, ast.Attribute) and node.func.attr == "result"
        )
    if isinstance(node, ast.BinOp):
        return _is_collection(node.left) or _is_collection(node.right)
    return isinstance(node, ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp)
