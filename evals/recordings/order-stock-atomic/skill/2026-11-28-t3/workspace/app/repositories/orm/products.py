"""Two tables: products, movements."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base


class ProductRow(Base):
    __tablename__ = "products"
    __table_args__ = (CheckConstraint("stock >= 0", name="stock_not_negative"),)

    sku: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(500))
    stock: Mapped[int] = mapped_column(BigInteger)


class MovementRow(Base):
    __tablename__ = "movements"
    __table_args__ = (Index(None, "sku", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("products.sku"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    change: Mapped[int] = mapped_column(BigInteger)
