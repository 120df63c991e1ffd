"""Constructing an ORM row supplies every non-null column without a default.

The type checker does not see it: a row takes keyword arguments, and the missing one shows as IntegrityError at the flush, in
the first test with a real database or in production. Mixins and base classes count.

```python bad app/repositories/orders.py
from app.repositories.orm.orders import OrderRow


def _to_row(order_id: str) -> OrderRow:
    return OrderRow(id=order_id)
# file: app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str]
```

```python good app/repositories/orders.py
from app.repositories.orm.orders import OrderRow


def _to_row(sku: str) -> OrderRow:
    return OrderRow(sku=sku)
# file: app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str]
    note: Mapped[str | None]
```
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.reading.facts import Call
from onejob.check.vocabulary.orm import columns, is_related
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import dotted_name

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#orm-models"
SCOPE = "file"


class Row(NamedTuple):
    """One construction of an ORM class."""

    file: File
    call: Call
    entity: Found


def subjects(file: File) -> Iterable[Row]:
    project = file.project
    entities: dict[str, Found | None] = {}
    for call in file.facts.calls:
        if not call.callee.rpartition(".")[2][:1].isupper():
            continue
        if call.callee not in entities:
            found = project.find_class(file.resolve(call.callee))
            entities[call.callee] = found if found and project.is_orm(found) else None
        entity = entities[call.callee]
        if entity is not None:
            yield Row(file, call, entity)


def judge(row: Row, project: Project) -> Iterator[Problem]:
    given = {name for name, _ in row.call.keywords}
    declared = columns(row.entity, project)
    if "**" in given or row.call.arguments or declared is None:
        return
    missing = [item for item in declared.values() if item.is_required and item.name not in given]
    if any(item.is_foreign for item in missing) and is_related(row.entity, project):
        missing = [item for item in missing if not item.is_foreign]
    if missing:
        later = _set_later(row)
        names = [item.name for item in missing if item.name not in later]
        if names and "*" not in later:
            shown = ", ".join(f"`{name}`" for name in names)
            yield problem(
                row.call,
                f"`{row.entity.item.name}(...)` leaves out {shown}, which must not be null",
                f"pass {shown}, or give the column a default",
                row.file.path,
            )


def _calls_own(call: ast.Call, target: str, row: Row) -> bool:
    """`row.set_tokens(...)`: a method of the mapped class, which may fill columns."""
    receiver, _, name = dotted_name(call.func).rpartition(".")
    return receiver == target and any(
        method.name.rpartition(".")[2] == name for method in row.entity.item.methods
    )


def _set_later(row: Row) -> set[str]:
    """Attributes that the same function assigns to the row afterwards; "*" when it sets them by `setattr`."""
    node = next(
        (
            item
            for item in row.file.syntax.nodes(ast.Call)
            if (item.lineno, item.col_offset) == (row.call.lineno, row.call.col_offset)
        ),
        None,
    )
    statement = row.file.syntax.parent(node) if node else None
    function = row.file.syntax.function_of(node) if node else None
    if function is None or not isinstance(statement, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        return set()
    target = dotted_name(statement.targets[0] if isinstance(statement, ast.Assign) else statement.target)
    found: set[str] = set()
    for item in ast.walk(function):
        if (
            isinstance(item, ast.Attribute)
            and isinstance(item.ctx, ast.Store)
            and dotted_name(item.value) == target
        ):
            found.add(item.attr)
        elif isinstance(item, ast.Call) and (
            getattr(item.func, "id", "") == "setattr" or _calls_own(item, target, row)
        ):
            found.add("*")
    return found
