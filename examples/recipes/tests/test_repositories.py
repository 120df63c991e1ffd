"""Repositories and the unit of work, on PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from app.errors import DatabaseUnavailableError, DuplicateTitleError
from app.models.food import Portion
from app.models.recipe import Recipe, RecipeCursor
from app.repositories.unit_of_work import UnitOfWorkFactory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
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
        assert await work.pantry.stock("ada") == (Portion("apple", 5),)


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
            await work.pantry.stock("ada")
    await engine.dispose()


async def test_a_connection_killed_in_mid_transaction_is_unavailable(
    unit_of_work: UnitOfWorkFactory, engine: AsyncEngine
) -> None:
    kill_others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"

    async def read_twice() -> None:
        async with unit_of_work() as work:
            await work.pantry.stock("ada")
            async with engine.connect() as other:
                await other.execute(text(kill_others))
            await work.pantry.stock("ada")

    with pytest.raises(DatabaseUnavailableError):
        await read_twice()
    async with unit_of_work() as work:
        assert await work.pantry.stock("ada") == ()


async def test_a_full_pool_is_unavailable(database_url: str) -> None:
    engine = create_async_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
    async with unit_of_work() as work:
        await work.pantry.stock("ada")
        with pytest.raises(DatabaseUnavailableError):
            async with unit_of_work() as second:
                await second.pantry.stock("ada")
    await engine.dispose()
