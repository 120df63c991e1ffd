"""What services ask of storage. Importing this drags in no database."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.models.announcement import Announcement
from app.models.food import Portion
from app.models.receipt import Receipt
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

    async def replace(self, recipe: Recipe, seen_version: int) -> bool:
        """False if the stored version is another one. Raises DuplicateTitleError."""
        ...


# endregion


class IPantryRepository(Protocol):
    async def put(self, owner_id: str, item: Portion) -> None:
        """Sets the stock of one food; nothing left removes it."""
        ...

    async def stock(self, owner_id: str, limit: int) -> tuple[Portion, ...]: ...


class IReceiptRepository(Protocol):
    async def claim(self, receipt: Receipt) -> Receipt | None:
        """The receipt an earlier request left under the same key; None if this is the first."""
        ...


class IAnnouncementRepository(Protocol):
    async def add(self, announcement: Announcement, due_at: datetime) -> None: ...

    async def lease(self, now: datetime, until: datetime, limit: int) -> tuple[Announcement, ...]:
        """What is due now, put off until then; nobody else gets it meanwhile."""
        ...

    async def remove(self, announcement_id: UUID) -> None: ...


# region: unit-of-work-protocol
class IUnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def recipes(self) -> IRecipeRepository: ...

    @property
    def pantry(self) -> IPantryRepository: ...

    @property
    def receipts(self) -> IReceiptRepository: ...

    @property
    def announcements(self) -> IAnnouncementRepository: ...

    async def ping(self) -> None: ...


class IUnitOfWorkFactory(Protocol):
    """Opens a session of its own on every call; leaving the block commits, an exception rolls back."""

    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...


# endregion
