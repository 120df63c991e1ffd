"""The metadata of every table, and the type of every id."""

from sqlalchemy import BigInteger, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

MAX_BIGINT = 2**63 - 1


class Base(DeclarativeBase):
    # Constraints need names: repositories tell them apart by name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Id(TypeDecorator[int]):
    """A number too big for BIGINT is an id that nobody has, like 0; the driver would fail on it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return 0 if value is not None and abs(value) > MAX_BIGINT else value
