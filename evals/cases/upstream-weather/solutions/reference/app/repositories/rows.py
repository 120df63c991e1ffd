"""The tables."""

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class HutRow(Base):
    __tablename__ = "huts"

    name: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]


class ValueRow(Base):
    __tablename__ = "values"

    station: Mapped[str] = mapped_column(primary_key=True)
    celsius: Mapped[float]
