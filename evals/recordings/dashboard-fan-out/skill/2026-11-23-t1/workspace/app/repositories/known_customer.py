from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.errors import CustomerNotFoundError


@contextmanager
def known_customer(foreign_key: str) -> Iterator[None]:
    """The foreign key says whether the customer exists: no question beforehand, and no race with it."""
    try:
        yield
    except IntegrityError as error:
        if foreign_key in str(error.orig):
            raise CustomerNotFoundError from error
        raise
