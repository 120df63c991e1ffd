"""What the violation of a constraint means to the domain."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.errors import AppError


@contextmanager
def violation_means(constraint: str, meaning: AppError) -> Generator[None]:
    try:
        yield
    except IntegrityError as error:
        if getattr(error.driver_exception, "constraint_name", None) == constraint:
            raise meaning from error
        raise
