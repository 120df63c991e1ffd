"""ORM classes. Imported here in full so that the metadata knows every table."""

from app.repositories.orm.base import Base
from app.repositories.orm.customers import CustomerRow
from app.repositories.orm.messages import MessageRow
from app.repositories.orm.orders import OrderRow

__all__ = ["Base", "CustomerRow", "MessageRow", "OrderRow"]
