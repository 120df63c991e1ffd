"""Every relationship says how it is loaded: `lazy="raise"`, `"write_only"` or an eager strategy.

The default loads on first access, a hidden query that an async session cannot make: MissingGreenlet in the session,
DetachedInstanceError after it. With `lazy="raise"` the forgotten `selectinload` shows in the first test.

```python bad app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[list["OrderRow"]] = relationship()
```

```python good app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[list["OrderRow"]] = relationship(lazy="raise")
```
"""

import ast
from collections.abc import Iterable, Iterator

from onejob.check.project.file import File
from onejob.check.rule import Problem, problem
from onejob.check.reading.spelling import last_name

SEVERITY = "warning"
REFERENCE = "sqlalchemy.md#orm-models"
SCOPE = "module"

_RELATIONSHIPS = ("sqlalchemy.orm.relationship", "sqlalchemy.orm.relationships.relationship", "sqlalchemy.orm.backref", "sqlmodel.Relationship", "sqlmodel.main.Relationship")  # fmt: skip
_SAID = frozenset(
    {"raise", "raise_on_sql", "write_only", "selectin", "joined", "subquery", "immediate", "noload"}
)


def subjects(file: File) -> Iterable[ast.Call]:
    return [] if file.layer in {"test", "migration"} else file.syntax.calls(*_RELATIONSHIPS)


def judge(call: ast.Call, file: File) -> Iterator[Problem]:
    keywords = {item.arg: item.value for item in call.keywords}
    said = keywords.get("lazy") or _in_dict(keywords.get("sa_relationship_kwargs"))
    if None in keywords or _is_write_only(call, file):
        return
    if said is None or (isinstance(said, ast.Constant) and said.value not in _SAID):
        shown = "says no loading strategy" if said is None else f"is loaded lazily (`lazy={said.value!r}`)"
        yield problem(
            call,
            f"`{last_name(call.func)}` {shown}",
            'write `lazy="raise"` and load it with `selectinload(...)` in the queries that need it',
        )


def _in_dict(node: ast.expr | None) -> ast.expr | None:
    """`lazy` in SQLModel's dictionary of keywords."""
    if not isinstance(node, ast.Dict):
        return node
    keys = ((key.value if isinstance(key, ast.Constant) else None) for key in node.keys)
    return next((value for key, value in zip(keys, node.values, strict=True) if key == "lazy"), None)


def _is_write_only(call: ast.Call, file: File) -> bool:
    """`WriteOnlyMapped[...]` says it in the annotation."""
    statement = file.syntax.parent(call)
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    if isinstance(annotation, ast.Constant):
        return "WriteOnlyMapped" in str(annotation.value)
    return isinstance(annotation, ast.Subscript) and last_name(annotation.value) == "WriteOnlyMapped"
