from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.errors import CustomerNotFoundError
from app.models.shop import Customer, Message, Order
from app.repositories.orm import CustomerRow, MessageRow, OrderRow


def to_customer(row: CustomerRow) -> Customer:
    return Customer(id=row.id, name=row.name)


def to_order(row: OrderRow) -> Order:
    return Order(id=row.id, customer_id=row.customer_id, item=row.item, total_cents=row.total_cents)


def to_message(row: MessageRow) -> Message:
    return Message(id=row.id, customer_id=row.customer_id, text=row.text, read=row.read)


@contextmanager
def customer_must_exist(customer_id: int, constraint: str) -> Generator[None, None, None]:
    try:
        yield
    except IntegrityError as error:
        if constraint not in str(error.orig):
            raise
        raise CustomerNotFoundError(customer_id) from error
