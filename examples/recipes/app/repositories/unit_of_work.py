"""One unit of work = one session = one transaction = one task."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.errors import DatabaseUnavailableError
from app.repositories.pantry import PantryRepository
from app.repositories.recipes import RecipeRepository


# region: unit-of-work
@dataclass(frozen=True, slots=True)
class UnitOfWork:
    recipes: RecipeRepository
    pantry: PantryRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        try:
            async with self.sessions.begin() as session:
                yield UnitOfWork(RecipeRepository(session), PantryRepository(session))
        except (OperationalError, InterfaceError, PoolTimeoutError, OSError) as error:
            raise DatabaseUnavailableError from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailableError from error
            raise


# endregion
