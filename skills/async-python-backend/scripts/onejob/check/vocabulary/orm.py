"""Mapped classes: their columns, and which of them a constructor must be given."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from onejob.check.vocabulary.annotations import parse_expression
from onejob.check.reading.facts import Field
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.reading.spelling import last_name

_COLUMNS = frozenset({"mapped_column", "Column"})
_NO_COLUMNS = frozenset({
    "relationship", "Relationship", "column_property", "synonym", "composite", "association_proxy", "hybrid_property", "query_expression",
    "aliased", "deferred", "with_polymorphic",
})  # fmt: skip
_SUPPLIED = frozenset({"default", "server_default", "insert_default", "default_factory", "init"})
_GENERATED = frozenset({"Identity", "Computed", "Sequence", "FetchedValue"})
_INTEGERS = re.compile(r"\b(?:int|Integer|BigInteger|SmallInteger|BIGINT|INTEGER)\b")
_OPTIONAL = re.compile(r"\bOptional\b|\bNone\b")


class Column(NamedTuple):
    """One column of a mapped class."""

    name: str
    is_required: bool
    is_foreign: bool


def column_text(field: Field, file: File, depth: int = 0) -> str:
    """Annotation and value of a column as one text, `Annotated` aliases expanded; "" when the field is no column."""
    value = parse_expression(field.value) if field.value else None
    called = last_name(value.func) if isinstance(value, ast.Call) else ""
    if called in _NO_COLUMNS:
        return ""
    mapped = re.match(r"['\"]?\s*(?:[\w.]+\.)?Mapped(?:Column)?\[", field.annotation) is not None
    if not (mapped or called in _COLUMNS or (called == "Field" and "sa_" in field.value)):
        return ""
    return f"{field.annotation} {_aliases(field.annotation, file)} {field.value}"


def _aliases(annotation: str, file: File) -> str:
    """What the aliases named in an annotation stand for: `Mapped[timestamp]` with `timestamp = Annotated[...]`."""
    found = []
    for target in file.resolve_all(annotation.replace("'", " ").replace('"', " ")):
        alias = target.module.assignments.get(target.symbol) if target.module else None
        if alias:
            found.append(alias.value)
    return " ".join(found)


def columns(found: Found, project: Project) -> dict[str, Column] | None:
    """The columns of a mapped class, mixins and bases included; None when its constructor is its own business."""
    key = ("columns", found.file.path, found.item.name)
    return project.remembered(key, lambda: _columns(found, project))


def _columns(found: Found, project: Project) -> dict[str, Column] | None:
    chain = [found, *(parent for _, parent in project.ancestry(found) if parent)]
    if any(method.name.endswith(".__init__") for owner in chain for method in owner.item.methods):
        return None
    fields = {}
    for owner in reversed(chain):
        for field in owner.item.fields:
            fields[field.name] = (field, owner.file)
    fields = {name: item for name, item in fields.items() if not name.startswith("__")}
    supplied = _mapper_names(chain)
    sqlmodel = project.descends_from(found, "SQLModel")
    keys = sum(
        "primary_key=True" in column_text(field, file).replace(" ", "") for field, file in fields.values()
    )
    found_columns = {
        name: _column(field, file, keys, sqlmodel)
        for name, (field, file) in fields.items()
        if column_text(field, file) or (sqlmodel and field.annotation)
    }
    return {
        name: item._replace(is_required=item.is_required and name not in supplied)
        for name, item in found_columns.items()
    }


def _mapper_names(chain: list[Found]) -> set[str]:
    """Columns that the mapper fills: the version counter and the discriminator."""
    said = [field.value for owner in chain for field in owner.item.fields if field.name == "__mapper_args__"]
    declared = any(
        method.name.endswith("__mapper_args__") for owner in chain for method in owner.item.methods
    )
    names = {name for text in said for name in re.findall(r"[A-Za-z_]\w*", text)}
    return names | ({"type", "kind", "version", "version_id", "discriminator"} if declared else set())


def _column(field: Field, file: File, keys: int, sqlmodel: bool) -> Column:
    if sqlmodel and not field.annotation.startswith("Mapped"):
        return _sqlmodel_column(field)
    text = column_text(field, file)
    calls = [call for call in _calls(text) if last_name(call.func) in _COLUMNS]
    keywords = {item.arg: item.value for call in calls for item in call.keywords}
    arguments = [item for call in calls for item in call.args]
    inner = {last_name(item.func) for item in arguments if isinstance(item, ast.Call)}
    foreign = "ForeignKey" in inner
    is_key = _is(keywords.get("primary_key"), True)
    generated = is_key and keys == 1 and not foreign and bool(_INTEGERS.search(text))
    generated = generated and not _is(keywords.get("autoincrement"), False)
    nullable = _is(keywords.get("nullable"), True) or (
        not _is(keywords.get("nullable"), False) and _may_be_null(field, text)
    )
    has_default = bool(_SUPPLIED & set(keywords)) or None in keywords or bool(inner & _GENERATED)
    auto = _is(keywords.get("autoincrement"), True)
    return Column(field.name, not (nullable or has_default or generated or auto), foreign)


def _may_be_null(field: Field, text: str) -> bool:
    """By the annotation; a bare `Column` without one is nullable unless it is a key."""
    if field.annotation:
        return bool(_OPTIONAL.search(text.partition("mapped_column(")[0]))
    return "primary_key=True" not in text.replace(" ", "")


def _sqlmodel_column(field: Field) -> Column:
    value = parse_expression(field.value) if field.value else None
    optional = bool(_OPTIONAL.search(field.annotation))
    if not isinstance(value, ast.Call) or last_name(value.func) != "Field":
        return Column(field.name, value is None and not optional, False)
    keywords = {item.arg for item in value.keywords}
    has_default = bool(keywords & (_SUPPLIED | {"sa_column", "sa_column_kwargs", None})) or bool(value.args)
    return Column(field.name, not (has_default or optional), "foreign_key" in keywords)


def _calls(text: str) -> Iterator[ast.Call]:
    """The calls spelled in a text, wherever they stand in it."""
    for start in (found.start() for found in re.finditer(r"(?:[\w.]+\.)?(?:mapped_column|Column)\(", text)):
        node = _first_call(text[start:])
        if node is not None:
            yield node


def _first_call(text: str) -> ast.Call | None:
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0 and letter == ")":
            node = parse_expression(text[: position + 1])
            return node if isinstance(node, ast.Call) else None
    return None


def _is(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def is_related(found: Found, project: Project) -> bool:
    """Whether some relationship leads to or from a class: it may then fill the foreign keys."""
    chain = [found, *(parent for _, parent in project.ancestry(found) if parent)]
    if any("elationship(" in field.value for owner in chain for field in owner.item.fields):
        return True
    if any(
        "declared_attr" in mark
        for owner in chain
        for method in owner.item.methods
        for mark in method.decorators
    ):
        return True
    name = re.compile(rf"\b{re.escape(found.item.name)}\b")
    relations = project.survey("relations").items()
    return any(name.search(text) for _, part in relations for text in part[""])
