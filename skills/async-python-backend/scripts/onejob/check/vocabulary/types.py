"""Annotations in one spelling, to be compared: which types a signature means."""

import ast
import builtins
from onejob.check.project.file import Found
from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.reading.spelling import dotted_name, last_name


_BUILTINS = {
    "List": "list",
    "Dict": "dict",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Tuple": "tuple",
    "Type": "type",
}


_WIDER = {
    "Sequence": {"list", "tuple", "str", "range"},
    "Collection": {"list", "tuple", "set", "frozenset", "dict", "Sequence", "Mapping"},
    "Iterable": {
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "Sequence",
        "Collection",
        "Iterator",
        "Generator",
        "Mapping",
    },
    "Mapping": {"dict"},
    "Set": {"frozenset", "set"},
    "float": {"int"},
}


_ANYTHING = frozenset({"Any", "object", "Self"})


def types(annotation: str, file: File) -> frozenset[str]:
    """The alternatives of an annotation in one spelling: `Optional[List[X]]` and `list[X] | None` are the same."""
    node = parse_expression(annotation)
    return _types(node, file, 0) if node is not None else frozenset({"Any"})


def _types(node: ast.expr, file: File, depth: int) -> frozenset[str]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return types(node.value, file)
        return frozenset({"None" if node.value is None else repr(node.value)})
    if isinstance(node, ast.BinOp):
        return _types(node.left, file, depth) | _types(node.right, file, depth)
    if isinstance(node, ast.Subscript):
        return _generic(node, file, depth)
    if isinstance(node, ast.List):
        return frozenset({"[" + ", ".join(_one(item, file, depth) for item in node.elts) + "]"})
    name = dotted_name(node)
    return _named(name, file, depth) if name else frozenset({"Any"})


def _generic(node: ast.Subscript, file: File, depth: int) -> frozenset[str]:
    head = last_name(node.value)
    inner = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    if head == "Optional":
        return _types(inner[0], file, depth) | {"None"}
    if head == "Union":
        return frozenset[str]().union(*(_types(item, file, depth) for item in inner))
    if head in {"Annotated", "Final", "ClassVar", "Required", "NotRequired"}:
        return _types(inner[0], file, depth)
    if head == "Literal":
        return frozenset(repr(item.value) if isinstance(item, ast.Constant) else "Any" for item in inner)
    return frozenset(
        {f"{_one(node.value, file, depth)}[{', '.join(_one(item, file, depth) for item in inner)}]"}
    )


def _one(node: ast.expr, file: File, depth: int) -> str:
    return " | ".join(sorted(_types(node, file, depth + 1)))


def _named(name: str, file: File, depth: int) -> frozenset[str]:
    target = file.resolve(name)
    alias = target.module.assignments.get(target.symbol) if target.module else None
    if alias and target.module and depth < 8:
        if "TypeVar" in alias.value:
            return frozenset({"Any"})
        if "(" not in alias.value:
            node = parse_expression(alias.value)
            return _types(node, target.module, depth + 1) if node is not None else frozenset({"Any"})
    if target.module is not None:
        return frozenset({target.dotted})
    if "." not in target.dotted and not hasattr(builtins, target.dotted):
        return frozenset({"Any"})  # a type parameter: `class IStore[Row](Protocol)`
    last = target.dotted.rpartition(".")[2]
    known = target.dotted.startswith(("typing.", "collections.abc.", "typing_extensions.", "builtins."))
    return frozenset({_BUILTINS.get(last, last) if known else target.dotted})


def fits(given: frozenset[str], wanted: frozenset[str], project: Project) -> bool:
    """Whether each alternative of `given` is one of `wanted`, or a narrower type."""
    if given & _ANYTHING or wanted & _ANYTHING or "Any" in " ".join(given | wanted):
        return True
    return all(any(_is_narrower(one, other, project) for other in wanted) for one in given)


def _is_narrower(one: str, other: str, project: Project) -> bool:
    if one == other or (other == "float" and one == "int"):
        return True
    head, _, inner = one.partition("[")
    wide, _, wide_inner = other.partition("[")
    if wide in _WIDER and head in _WIDER[wide]:
        first = inner.rstrip("]").split(", ")[0]
        return not wide_inner or first == wide_inner.rstrip("]").split(", ")[0] or wide == "Mapping"
    if head == wide and not (inner and wide_inner):
        return True
    return _descends(head, wide, project)


def _descends(name: str, parent: str, project: Project) -> bool:
    """Whether a class of this project inherits from (or, for a Protocol, may satisfy) another."""
    file = project.module(parent.rpartition(".")[0])
    above = file.classes.get(parent.rpartition(".")[2]) if file else None
    if above is not None and any(
        base.partition("[")[0].rpartition(".")[2] == "Protocol" for base in above.bases
    ):
        return True
    own = project.module(name.rpartition(".")[0])
    item = own.classes.get(name.rpartition(".")[2]) if own else None
    if own is None or item is None:
        return False
    return any(dotted == parent for dotted, _ in project.ancestry(Found(own, item)))
