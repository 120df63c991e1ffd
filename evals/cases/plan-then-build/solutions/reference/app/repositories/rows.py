"""The tables."""

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class LinkRow(Base):
    __tablename__ = "links"

    code: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    max_visits: Mapped[int | None]
    visits: Mapped[int] = mapped_column(index=True)
