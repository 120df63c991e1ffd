from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Payment(Base):
    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    account: Mapped[str] = mapped_column(index=True)
    amount_cents: Mapped[int]
    status: Mapped[str]
    charge: Mapped[str | None]
