import os

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Report(Base):
    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str]
    status: Mapped[str] = mapped_column(default="pending")
    total_cents: Mapped[int | None]
    error: Mapped[str | None]


async def get_session():
    async with SessionLocal() as session:
        yield session
