from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.errors import AppError

# What an integer column can hold; asyncpg refuses to send any other number.
STORABLE = range(-(2**31), 2**31)


@contextmanager
def translated(constraint: str, error: AppError) -> Iterator[None]:
    """Raises `error` if exactly this constraint is violated; every other failure passes."""
    try:
        yield
    except IntegrityError as failure:
        if getattr(failure.driver_exception, "constraint_name", None) != constraint:
            raise
        raise error from failure
