"""What services ask of storage. Importing this drags in no database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from app.models.food import Portion
from app.models.recipe import Recipe, RecipeCursor


# region: repository-protocol
class IRecipeRepository(Protocol):
    async def add(self, recipe: Recipe) -> None:
        """Raises DuplicateTitleError."""
        ...

    async def find(self, owner_id: str, recipe_id: UUID) -> Recipe | None: ...

    async def page(self, owner_id: str, after: RecipeCursor | None, limit: int) -> tuple[Recipe, ...]:
        """Newest first."""
        ...


# endregion


class IPantryRepository(Protocol):
    async def put(self, owner_id: str, item: Portion) -> None:
        """Sets the stock of one food; nothing left removes it."""
        ...

    async def stock(self, owner_id: str) -> tuple[Portion, ...]: ...


# region: unit-of-work-protocol
class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def recipes(self) -> IRecipeRepository: ...

    @property
    def pantry(self) -> IPantryRepository: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...


# endregion
