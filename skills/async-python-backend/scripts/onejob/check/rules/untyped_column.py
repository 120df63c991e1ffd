"""A column is declared as `name: Mapped[T] = mapped_column(...)`.

`Mapped[T]` tells the type checker, the reader and the nullability in one place; a bare `Column` is `Any` to all of them.
Tables without a class (`Table("links", metadata, Column(...))`) are not meant.

```python bad app/repositories/orm/orders.py
from sqlalchemy import Column, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id = Column(String, primary_key=True)
```

```python good app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.syntax import FUNCTIONS
from onejob.check.reading.spelling import last_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#orm-models"
SCOPE = "module"

_MAPPED = frozenset({"Mapped", "WriteOnlyMapped", "DynamicMapped", "MappedColumn"})


def subjects(file: File) -> Iterable[tuple[ast.ClassDef, ast.stmt]]:
    """Every column declared in a class body, and every declared attribute."""
    if file.layer in {"test", "migration"} or not any(
        "sql" in origin for origin in file.syntax.bindings.values()
    ):
        return
    for node in file.syntax.classes:
        yield from ((node, item) for item in node.body if _column(item, file) is not None)


def judge(subject: tuple[ast.ClassDef, ast.stmt], file: File) -> Iterator[Problem]:
    node, statement = subject
    column, name = _column(statement, file), _name(statement)
    if column is None:
        return
    bare = file.syntax.qualified(column.func).endswith("Column")
    mapped = isinstance(statement, ast.AnnAssign) and _says_mapped(statement.annotation)
    if bare or not (mapped or isinstance(statement, FUNCTIONS)):
        what = "a bare `Column`" if bare else "not annotated with `Mapped[...]`"
        yield problem(
            statement,
            f"`{node.name}.{name}` is {what}",
            f"write `{name}: Mapped[...] = mapped_column(...)`",
        )


def _column(statement: ast.stmt, file: File) -> ast.Call | None:
    """The call that declares a column: in an assignment, or returned by a `declared_attr`."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return _call(statement.value, file)
    if isinstance(statement, FUNCTIONS):
        marks = {
            last_name(item.value if isinstance(item, ast.Attribute) and item.attr == "directive" else item)
            for item in statement.decorator_list
        }
        if "declared_attr" in marks:
            returns = (item.value for item in ast.walk(statement) if isinstance(item, ast.Return))
            return next((call for item in returns if (call := _call(item, file)) is not None), None)
    return None


def _call(node: ast.expr | None, file: File) -> ast.Call | None:
    if not isinstance(node, ast.Call):
        return None
    name = file.syntax.qualified(node.func)
    known = name.startswith(("sqlalchemy", "sqlmodel")) and name.rpartition(".")[2] in {
        "Column",
        "mapped_column",
    }
    return node if known else None


def _says_mapped(annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.lstrip().rpartition("Mapped")[1] == "Mapped"
    if isinstance(annotation, ast.Subscript):
        return last_name(annotation.value) in _MAPPED or (last_name(annotation.value) == "ClassVar")
    return last_name(annotation) in _MAPPED


def _name(statement: ast.stmt) -> str:
    if isinstance(statement, FUNCTIONS):
        return statement.name
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return last_name(target) if target is not None else ""
