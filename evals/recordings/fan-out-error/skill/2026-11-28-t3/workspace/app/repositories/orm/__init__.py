"""ORM classes. Imported here in full so that `create_missing_tables` sees every table."""

from app.repositories.orm.base import Base
from app.repositories.orm.carts import CartItemRow, CartRow
from app.repositories.orm.customers import CustomerRow

__all__ = ["Base", "CartItemRow", "CartRow", "CustomerRow"]
