"""Hand-written stand-ins for the Protocols: whole, in memory, without a mocking library."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.errors import AnnouncementsUnavailableError, DuplicateTitleError
from app.models.announcement import Announcement
from app.models.food import Portion
from app.models.receipt import Receipt
from app.models.recipe import Recipe, RecipeCursor


@dataclass(slots=True)
class FakeRecipes:
    rows: dict[UUID, Recipe] = field(default_factory=dict)

    async def add(self, recipe: Recipe) -> None:
        if any((row.owner_id, row.title) == (recipe.owner_id, recipe.title) for row in self.rows.values()):
            raise DuplicateTitleError(recipe.title)
        self.rows[recipe.id] = recipe

    async def find(self, owner_id: str, recipe_id: UUID) -> Recipe | None:
        row = self.rows.get(recipe_id)
        return row if row and row.owner_id == owner_id else None

    async def page(self, owner_id: str, after: RecipeCursor | None, limit: int) -> tuple[Recipe, ...]:
        mine = [row for row in self.rows.values() if row.owner_id == owner_id]
        newest_first = sorted(mine, key=lambda row: (row.created_at, row.id), reverse=True)
        if after is not None:
            place = (after.created_at, after.id)
            newest_first = [row for row in newest_first if (row.created_at, row.id) < place]
        return tuple(newest_first[:limit])

    async def replace(self, recipe: Recipe, seen_version: int) -> bool:
        if self.rows[recipe.id].version != seen_version:
            return False
        self.rows[recipe.id] = recipe
        return True


@dataclass(slots=True)
class FakePantry:
    rows: dict[tuple[str, str], Portion] = field(default_factory=dict)

    async def put(self, owner_id: str, item: Portion) -> None:
        self.rows[owner_id, item.food] = item

    async def stock(self, owner_id: str, limit: int) -> tuple[Portion, ...]:
        mine = [item for (owner, _), item in self.rows.items() if owner == owner_id and item.grams]
        return tuple(mine[:limit])


@dataclass(slots=True)
class FakeReceipts:
    rows: dict[tuple[str, str], Receipt] = field(default_factory=dict)

    async def claim(self, receipt: Receipt) -> Receipt | None:
        earlier = self.rows.setdefault((receipt.owner_id, receipt.key), receipt)
        return None if earlier is receipt else earlier


@dataclass(slots=True)
class FakeAnnouncements:
    rows: dict[UUID, Announcement] = field(default_factory=dict)
    due: dict[UUID, datetime] = field(default_factory=dict)

    async def add(self, announcement: Announcement, due_at: datetime) -> None:
        self.rows[announcement.id] = announcement
        self.due[announcement.id] = due_at

    async def lease(self, now: datetime, until: datetime, limit: int) -> tuple[Announcement, ...]:
        leased = [key for key, due_at in self.due.items() if due_at <= now][:limit]
        self.due.update(dict.fromkeys(leased, until))
        return tuple(self.rows[key] for key in leased)

    async def remove(self, announcement_id: UUID) -> None:
        del self.rows[announcement_id], self.due[announcement_id]


# region: fake-unit-of-work
@dataclass(slots=True)
class FakeUnitOfWork:
    """Its own factory. It counts commits; rolling back is the business of the real one, and tested there."""

    recipes: FakeRecipes = field(default_factory=FakeRecipes)
    pantry: FakePantry = field(default_factory=FakePantry)
    receipts: FakeReceipts = field(default_factory=FakeReceipts)
    announcements: FakeAnnouncements = field(default_factory=FakeAnnouncements)
    commits: int = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator["FakeUnitOfWork"]:
        yield self
        self.commits += 1

    async def ping(self) -> None: ...


# endregion


@dataclass(slots=True)
class FakeNutritionGateway:
    kcal: dict[str, int] = field(default_factory=lambda: {"apple": 52, "flour": 364})

    async def kcal_per_100g(self, food: str) -> int | None:
        return self.kcal.get(food)


@dataclass(slots=True)
class FakeAnnouncementGateway:
    broken: bool = False
    sent: list[Announcement] = field(default_factory=list)

    async def send(self, announcement: Announcement) -> None:
        if self.broken:
            raise AnnouncementsUnavailableError
        self.sent.append(announcement)
