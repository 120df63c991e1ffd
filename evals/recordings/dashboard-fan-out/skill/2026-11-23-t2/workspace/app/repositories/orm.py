from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BIGINT_MAX = 2**63 - 1
ID_OF_NO_ROW = 0


class RowId(TypeDecorator[int]):
    """A number beyond bigint is the id of no row; asyncpg would fail on it instead of finding nothing."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return value if value is None or abs(value) <= BIGINT_MAX else ID_OF_NO_ROW


class Base(DeclarativeBase):
    # Constraints need names: repositories tell them apart by name, and so will migrations.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CustomerRow(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(RowId, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class OrderRow(Base):
    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_cents >= 0", name="total_not_negative"),
        Index(None, "customer_id", "id"),
    )

    id: Mapped[int] = mapped_column(RowId, Identity(), primary_key=True)
    customer_id: Mapped[int] = mapped_column(RowId, ForeignKey("customers.id"))
    item: Mapped[str] = mapped_column(Text)
    total_cents: Mapped[int] = mapped_column(BigInteger)


class MessageRow(Base):
    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(RowId, Identity(), primary_key=True)
    customer_id: Mapped[int] = mapped_column(RowId, ForeignKey("customers.id"))
    text: Mapped[str] = mapped_column(Text)
    read: Mapped[bool]


Index("ix_messages_unread", MessageRow.customer_id, postgresql_where=MessageRow.read.is_(False))
