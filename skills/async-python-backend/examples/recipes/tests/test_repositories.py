"""Repositories and the unit of work, on PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from app.errors import DatabaseUnavailableError, DuplicateTitleError
from app.models.announcement import Announcement
from app.models.food import Portion
from app.models.receipt import Receipt
from app.models.recipe import Recipe, RecipeCursor
from app.repositories.unit_of_work import UnitOfWorkFactory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine


def a_recipe(title: str = "Pie", ingredients: tuple[Portion, ...] = (Portion("apple", 500),)) -> Recipe:
    return Recipe(uuid4(), "ada", title, "french", ingredients, version=1, created_at=datetime.now(UTC))


async def rows_in(engine: AsyncEngine, table: str) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


# region: repository-test
async def test_what_is_added_is_found(unit_of_work: UnitOfWorkFactory) -> None:
    pie = a_recipe(ingredients=(Portion("apple", 500), Portion("flour", 200)))
    async with unit_of_work() as work:
        await work.recipes.add(pie)
    async with unit_of_work() as work:
        assert await work.recipes.find("ada", pie.id) == pie
        assert await work.recipes.find("bob", pie.id) is None


async def test_a_title_is_unique_per_owner(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        await work.recipes.add(a_recipe("Pie"))
        await work.recipes.add(replace(a_recipe("Pie"), owner_id="bob"))
    with pytest.raises(DuplicateTitleError):
        async with unit_of_work() as work:
            await work.recipes.add(a_recipe("Pie"))


# endregion


# region: rollback-test
async def test_a_failure_in_the_second_table_leaves_the_first_empty(
    unit_of_work: UnitOfWorkFactory, engine: AsyncEngine
) -> None:
    with pytest.raises(IntegrityError, match="grams_positive"):
        async with unit_of_work() as work:
            await work.recipes.add(a_recipe(ingredients=(Portion("apple", 1), Portion("air", -1))))
    assert await rows_in(engine, "recipes") == 0
    assert await rows_in(engine, "ingredients") == 0


async def test_an_error_after_the_writes_undoes_both_tables(
    unit_of_work: UnitOfWorkFactory, engine: AsyncEngine
) -> None:
    async def add_then_fail() -> None:
        async with unit_of_work() as work:
            await work.recipes.add(a_recipe())
            raise RuntimeError("the service failed")

    with pytest.raises(RuntimeError):
        await add_then_fail()
    assert await rows_in(engine, "recipes") == 0
    assert await rows_in(engine, "ingredients") == 0


# endregion


async def test_equal_timestamps_do_not_lose_a_recipe_between_pages(unit_of_work: UnitOfWorkFactory) -> None:
    moment = datetime.now(UTC)
    async with unit_of_work() as work:
        for number in range(5):
            await work.recipes.add(replace(a_recipe(f"Dish {number}"), created_at=moment))
    async with unit_of_work() as work:
        first = await work.recipes.page("ada", None, limit=3)
        last = first[-1]
        second = await work.recipes.page("ada", RecipeCursor(last.created_at, last.id), limit=3)
    assert len(first) == 3
    assert len({recipe.title for recipe in first + second}) == 5


async def test_stock_is_replaced_and_nothing_left_is_removed(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        await work.pantry.put("ada", Portion("apple", 3))
        await work.pantry.put("ada", Portion("flour", 1))
        await work.pantry.put("ada", Portion("apple", 5))
        await work.pantry.put("ada", Portion("flour", 0))
    async with unit_of_work() as work:
        assert await work.pantry.stock("ada", 500) == (Portion("apple", 5),)


async def test_every_unit_of_work_has_its_own_connection(unit_of_work: UnitOfWorkFactory) -> None:
    async def write(number: int) -> None:
        async with unit_of_work() as work:
            await work.recipes.add(a_recipe(f"Dish {number}"))

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(write(number))
    async with unit_of_work() as work:
        assert len(await work.recipes.page("ada", None, limit=20)) == 10


async def test_a_database_that_does_not_listen_is_unavailable() -> None:
    engine = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailableError):
        async with UnitOfWorkFactory(async_sessionmaker(engine))() as work:
            await work.pantry.stock("ada", 500)
    await engine.dispose()


async def test_a_connection_killed_in_mid_transaction_is_unavailable(
    unit_of_work: UnitOfWorkFactory, engine: AsyncEngine
) -> None:
    kill_others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"

    async def read_twice() -> None:
        async with unit_of_work() as work:
            await work.pantry.stock("ada", 500)
            async with engine.connect() as other:
                await other.execute(text(kill_others))
            await work.pantry.stock("ada", 500)

    with pytest.raises(DatabaseUnavailableError):
        await read_twice()
    async with unit_of_work() as work:
        assert await work.pantry.stock("ada", 500) == ()


async def test_a_full_pool_is_unavailable(database_url: str) -> None:
    engine = create_async_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
    async with unit_of_work() as work:
        await work.pantry.stock("ada", 500)
        with pytest.raises(DatabaseUnavailableError):
            async with unit_of_work() as second:
                await second.pantry.stock("ada", 500)
    await engine.dispose()


async def test_only_the_version_seen_is_replaced(unit_of_work: UnitOfWorkFactory) -> None:
    pie = a_recipe(ingredients=(Portion("apple", 500), Portion("flour", 200)))
    tart = replace(pie, title="Tart", ingredients=(Portion("flour", 100),), version=2)
    async with unit_of_work() as work:
        await work.recipes.add(pie)
    async with unit_of_work() as work:
        assert await work.recipes.replace(tart, seen_version=1)
    async with unit_of_work() as work:
        assert not await work.recipes.replace(replace(pie, version=2), seen_version=1)
        assert await work.recipes.find("ada", pie.id) == tart


async def test_a_replacement_may_not_take_the_title_of_another(unit_of_work: UnitOfWorkFactory) -> None:
    pie = a_recipe("Pie")
    async with unit_of_work() as work:
        await work.recipes.add(pie)
        await work.recipes.add(a_recipe("Tart"))
    with pytest.raises(DuplicateTitleError):
        async with unit_of_work() as work:
            await work.recipes.replace(replace(pie, title="Tart", version=2), seen_version=1)


async def test_of_two_simultaneous_changes_one_wins(unit_of_work: UnitOfWorkFactory) -> None:
    pie = a_recipe()
    async with unit_of_work() as work:
        await work.recipes.add(pie)

    async def change(title: str) -> bool:
        async with unit_of_work() as work:
            return await work.recipes.replace(replace(pie, title=title, version=2), seen_version=1)

    async with asyncio.TaskGroup() as group:
        changes = [group.create_task(change(f"Title {number}")) for number in range(5)]
    assert [task.result() for task in changes].count(True) == 1


async def test_a_key_is_claimed_once_also_by_simultaneous_requests(unit_of_work: UnitOfWorkFactory) -> None:
    async def claim() -> Receipt | None:
        async with unit_of_work() as work:
            return await work.receipts.claim(Receipt("ada", "key-1", "fingerprint", uuid4()))

    async with asyncio.TaskGroup() as group:
        claims = [group.create_task(claim()) for _ in range(5)]
    earlier = [receipt for task in claims if (receipt := task.result())]
    assert len(earlier) == 4
    assert len({receipt.recipe_id for receipt in earlier}) == 1


async def test_a_claim_is_undone_with_its_unit_of_work(unit_of_work: UnitOfWorkFactory) -> None:
    receipt = Receipt("ada", "key-1", "fingerprint", uuid4())

    async def claim_then_fail() -> None:
        async with unit_of_work() as work:
            await work.receipts.claim(receipt)
            raise RuntimeError("the service failed")

    with pytest.raises(RuntimeError):
        await claim_then_fail()
    async with unit_of_work() as work:
        assert await work.receipts.claim(receipt) is None


async def test_two_workers_never_lease_the_same_announcement(unit_of_work: UnitOfWorkFactory) -> None:
    now = datetime.now(UTC)
    async with unit_of_work() as work:
        for _ in range(10):
            await work.announcements.add(Announcement(uuid4(), "ada", uuid4(), "Pie"), due_at=now)

    async def lease() -> list[UUID]:
        async with unit_of_work() as work:
            leased = await work.announcements.lease(now, now + timedelta(minutes=1), limit=4)
            await asyncio.sleep(0.05)  # both transactions are open at the same time
            return [announcement.id for announcement in leased]

    async with asyncio.TaskGroup() as group:
        first, second = group.create_task(lease()), group.create_task(lease())
    assert len(set(first.result() + second.result())) == 8


async def test_a_lease_ends(unit_of_work: UnitOfWorkFactory) -> None:
    now = datetime.now(UTC)
    later = now + timedelta(minutes=1)
    news = Announcement(uuid4(), "ada", uuid4(), "Pie")
    async with unit_of_work() as work:
        await work.announcements.add(news, due_at=now)
        assert await work.announcements.lease(now, later, limit=4) == (news,)
        assert await work.announcements.lease(now, later, limit=4) == ()
        assert await work.announcements.lease(later, later + timedelta(minutes=1), limit=4) == (news,)
        await work.announcements.remove(news.id)
        assert await work.announcements.lease(later + timedelta(days=1), later, limit=4) == ()


async def test_a_bug_is_not_taken_for_an_outage(unit_of_work: UnitOfWorkFactory) -> None:
    with pytest.raises(DBAPIError, match="value out of int32 range"):
        async with unit_of_work() as work:
            await work.pantry.put("ada", Portion("apple", 2**40))
