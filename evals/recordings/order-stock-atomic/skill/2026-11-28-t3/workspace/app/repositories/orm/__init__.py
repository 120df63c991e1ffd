"""ORM classes. Imported here in full so that the metadata knows every table."""

from app.repositories.orm.base import Base
from app.repositories.orm.orders import OrderLineRow, OrderRow
from app.repositories.orm.products import MovementRow, ProductRow

__all__ = ["Base", "MovementRow", "OrderLineRow", "OrderRow", "ProductRow"]
