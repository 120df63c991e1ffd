"""What a broken foreign key means."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.errors import CustomerNotFoundError


@contextmanager
def customer_required(customer_id: int, constraint: str) -> Generator[None]:
    try:
        yield
    except IntegrityError as error:
        if constraint in str(error.orig):
            raise CustomerNotFoundError(customer_id) from error
        raise
