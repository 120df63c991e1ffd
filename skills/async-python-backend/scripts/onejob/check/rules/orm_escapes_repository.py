"""Public repository methods neither take nor return ORM objects.

An ORM row outside of its session is a trap: reading a relationship or an expired attribute fails far from the query, and
every caller depends on the tables. Rows become domain models before they leave, by a private `_to_domain`.

```python bad app/repositories/orders.py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.repositories.orm.orders import OrderRow


class OrderRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, order_id: str):
        row = await self._session.scalar(select(OrderRow).where(OrderRow.id == order_id))
        return row
# file: app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
# file: app/repositories/protocols.py
from typing import Protocol


class IOrderRepository(Protocol):
    async def find(self, order_id: str): ...
```

```python good app/repositories/orders.py
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.order import Order
from app.repositories.orm.orders import OrderRow


class OrderRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, order_id: str) -> Order | None:
        row = await self._session.scalar(select(OrderRow).where(OrderRow.id == order_id))
        return _to_domain(row) if row else None


def _to_domain(row: OrderRow) -> Order:
    return Order(row.id)
# file: app/models/order.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    id: str
# file: app/repositories/orm/orders.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class OrderRow(Base):
    __tablename__ = "orders"
    id: Mapped[str] = mapped_column(primary_key=True)
# file: app/repositories/protocols.py
from typing import Protocol

from app.models.order import Order


class IOrderRepository(Protocol):
    async def find(self, order_id: str) -> Order | None: ...
```
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onejob.check.reading.facts import RowReturn, Signature
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.project.targets import Target
from onejob.check.rule import Problem, problem
from onejob.check.vocabulary.sessions import names_unit_of_work

SEVERITY = "error"
REFERENCE = "sqlalchemy.md#repositories"
SCOPE = "file"
LAYERS = ("repository",)

_RESULTS = frozenset({"Row", "RowMapping", "Result", "ScalarResult", "AsyncResult", "AsyncScalarResult", "MappingResult", "CursorResult"})  # fmt: skip
_INNER_DECORATORS = ("staticmethod", "classmethod")


class Method(NamedTuple):
    """A public method of a repository (or public async function of a crud module), and the rows it returns."""

    file: File
    signature: Signature
    rows: tuple[RowReturn, ...]


def subjects(file: File) -> Iterable[Method]:
    rows: dict[str, list[RowReturn]] = {}
    for item in file.facts.rows:
        rows.setdefault(item.within, []).append(item)
    for signature in _public(file, file.project):
        yield Method(file, signature, tuple(rows.get(signature.name, ())))


def _public(file: File, project: Project) -> Iterator[Signature]:
    for item in file.facts.classes:
        found = Found(file, item)
        plain = item.name.rpartition(".")[2]
        hidden = plain.startswith("_") or plain.endswith("Mapper") or names_unit_of_work(plain)
        if hidden or project.is_orm(found):
            continue
        for method in item.methods:
            name = method.name.rpartition(".")[2]
            mapper = not method.is_async and any(mark in _INNER_DECORATORS for mark in method.decorators)
            if (not name.startswith("_") or name == "__call__") and not mapper:
                yield method
    for function in file.facts.functions:
        if function.is_async and "." not in function.name and not function.name.startswith("_"):
            yield function


def judge(method: Method, project: Project) -> Iterator[Problem]:
    file, signature = method.file, method.signature
    name = signature.name
    for parameter in signature.parameters:
        taken = _orm_in(parameter.annotation, file, project)
        if taken:
            yield problem(signature, f"`{name}` takes the ORM type `{taken}`", _FIX_IN, file.path)
            return
    returned = _orm_in(signature.returns, file, project) or _result_in(signature.returns, file)
    if returned:
        yield problem(signature, f"`{name}` returns the ORM type `{returned}`", _FIX_OUT, file.path)
        return
    for row in method.rows:
        if _is_orm(file.resolve(row.entity), project):
            yield problem(row, f"`{name}` returns a row of `{row.entity}`", _FIX_OUT, file.path)
            return


_FIX_IN = "take a domain model and turn it into a row inside, by a private `_to_row`"
_FIX_OUT = "return a domain model: `return _to_domain(row)`"


def _orm_in(annotation: str, file: File, project: Project) -> str:
    """The first ORM class that an annotation names at any depth; `Repository[Row]` is a repository, not a row."""
    head, is_generic, _ = annotation.strip("'\"").partition("[")
    owner = project.find_class(file.resolve(head)) if is_generic else None
    if owner is not None and owner.file.layer == "repository":
        return ""
    targets = file.resolve_all(annotation) if annotation else ()
    return next((target.dotted.rpartition(".")[2] for target in targets if _is_orm(target, project)), "")


def _is_orm(target: Target, project: Project) -> bool:
    found = project.find_class(target)
    return found is not None and project.is_orm(found)


def _result_in(annotation: str, file: File) -> str:
    targets = file.resolve_all(annotation) if annotation else ()
    for target in targets:
        name = target.dotted.rpartition(".")[2]
        if target.module is None and target.dotted.startswith("sqlalchemy") and name in _RESULTS:
            return name
    return ""
