"""What the skill says about sessions, pools and transactions, on real PostgreSQL."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import (
    DBAPIError,
    IllegalStateChangeError,
    IntegrityError,
    InterfaceError,
    InvalidRequestError,
    MissingGreenlet,
    PendingRollbackError,
    ResourceClosedError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import NullPool

from tests.claims.tables import Parent

PID = sa.text("select pg_backend_pid() from pg_sleep(0.02)")


def sessions_of(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


async def read_three_times(session: AsyncSession) -> set[int]:
    async with asyncio.TaskGroup() as group:
        reads = [group.create_task(session.scalar(PID)) for _ in range(3)]
    return {read.result() for read in reads}


@pytest.mark.claim("shared-session-warm")
async def test_on_a_warm_pool_a_shared_session_works_on_one_connection(warm: AsyncEngine) -> None:
    async with sessions_of(warm)() as session:
        assert len(await read_three_times(session)) == 1


@pytest.mark.claim("session-per-task")
async def test_a_session_per_task_really_runs_at_the_same_time(warm: AsyncEngine) -> None:
    sessions = sessions_of(warm)

    async def read() -> int:
        async with sessions() as session:
            return await session.scalar(PID)

    async with asyncio.TaskGroup() as group:
        reads = [group.create_task(read()) for _ in range(3)]
    assert len({read.result() for read in reads}) == 3


@pytest.mark.claim("shared-session-cold")
@pytest.mark.parametrize(
    "options", [{}, {"pool_pre_ping": True}, {"poolclass": NullPool}], ids=["cold", "pre-ping", "null-pool"]
)
async def test_a_shared_session_fails_where_it_must_connect(
    database_url: str, options: dict[str, object]
) -> None:
    engine = create_async_engine(database_url, **options)
    async with engine.connect() as connection:
        await connection.execute(sa.text("select 1"))
    if not options:
        await engine.dispose()
    async with sessions_of(engine)() as session:
        with pytest.raises(ExceptionGroup) as raised:
            await read_three_times(session)
    assert raised.group_contains(InvalidRequestError, match="This session is provisioning a new connection")
    await engine.dispose()


@pytest.mark.claim("shared-session-flush")
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
async def test_two_children_that_flush_one_session_lose_rows(warm: AsyncEngine) -> None:
    async def add(session: AsyncSession, name: str) -> None:
        session.add(Parent(name=name))
        await session.flush()

    with pytest.raises(ExceptionGroup) as raised:
        async with sessions_of(warm).begin() as session:
            await session.scalar(sa.text("select 1"))
            async with asyncio.TaskGroup() as group:
                for name in ("a", "b", "c"):
                    group.create_task(add(session, name))
    assert raised.group_contains(InvalidRequestError, match="Session is already flushing")
    async with sessions_of(warm)() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Parent)) == 0


@pytest.mark.claim("shared-session-commit")
async def test_a_commit_under_a_running_read_fails(warm: AsyncEngine) -> None:
    with pytest.raises(
        (ExceptionGroup, InterfaceError, ResourceClosedError, IllegalStateChangeError, InvalidRequestError)
    ):
        async with sessions_of(warm)() as session:
            await session.scalar(sa.text("select 1"))
            async with asyncio.TaskGroup() as group:
                group.create_task(session.scalar(PID))
                group.create_task(session.commit())


@pytest.mark.claim("expire-on-commit")
@pytest.mark.parametrize("attribute", ["id", "name"])
async def test_after_a_commit_every_attribute_is_expired(warm: AsyncEngine, attribute: str) -> None:
    async with async_sessionmaker(warm)() as session:
        row = Parent(name="a")
        session.add(row)
        await session.commit()
        with pytest.raises(MissingGreenlet):
            getattr(row, attribute)


@pytest.mark.claim("onupdate-expires")
async def test_a_column_with_onupdate_is_expired_after_an_update(warm: AsyncEngine) -> None:
    async with sessions_of(warm).begin() as session:
        row = Parent(name="a")
        session.add(row)
        await session.flush()
        assert row.changed_at
        row.name = "b"
        await session.flush()
        with pytest.raises(MissingGreenlet):
            _ = row.changed_at


@pytest.mark.claim("lazy-raise")
async def test_lazy_raise_names_the_relationship_and_lazy_select_fails_obscurely(warm: AsyncEngine) -> None:
    async with sessions_of(warm).begin() as session:
        session.add(Parent(name="a"))
        await session.flush()
        session.expunge_all()
        row = (await session.scalars(sa.select(Parent))).one()
        with pytest.raises(
            InvalidRequestError, match=r"'Parent\.guarded' is not available due to lazy='raise'"
        ):
            _ = row.guarded
        with pytest.raises(MissingGreenlet):
            _ = row.children


@pytest.mark.claim("plain-url-driver")
def test_a_url_without_a_driver_is_not_asyncpg() -> None:
    assert sa.make_url("postgresql://host/db").get_dialect().driver != "asyncpg"
    assert sa.make_url("postgresql+asyncpg://host/db").get_dialect().driver == "asyncpg"


@pytest.mark.claim("fan-out-writes-not-atomic")
async def test_when_one_of_three_units_of_work_fails_the_others_stay(warm: AsyncEngine) -> None:
    both_written = asyncio.Barrier(3)

    async def write(name: str) -> None:
        async with sessions_of(warm).begin() as session:
            session.add(Parent(name=name))
        await both_written.wait()

    async def fail() -> None:
        await both_written.wait()
        raise ValueError

    with pytest.raises(ExceptionGroup):
        async with asyncio.TaskGroup() as group:
            for job in (write("a"), write("b"), fail()):
                group.create_task(job)
    async with sessions_of(warm)() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Parent)) == 2


@pytest.mark.claim("hold-and-wait")
async def test_requests_that_hold_a_connection_and_wait_for_another_stall_the_pool(database_url: str) -> None:
    engine = create_async_engine(database_url, pool_size=2, max_overflow=0, pool_timeout=0.5)
    holding = asyncio.Barrier(2)

    async def request() -> None:
        async with sessions_of(engine)() as outer:
            await outer.scalar(sa.text("select 1"))
            await holding.wait()
            async with sessions_of(engine)() as inner:
                await inner.scalar(sa.text("select 1"))

    results = await asyncio.gather(request(), request(), return_exceptions=True)
    assert [type(result) for result in results] == [PoolTimeoutError, PoolTimeoutError]
    await engine.dispose()


@pytest.mark.claim("cancelled-query-costs-connection")
async def test_a_query_cancelled_half_way_costs_its_pooled_connection(warm: AsyncEngine) -> None:
    async def pid() -> int | None:
        async with sessions_of(warm)() as session:
            return await session.scalar(sa.text("select pg_backend_pid()"))

    async def slow() -> None:
        async with sessions_of(warm)() as session:
            await session.scalar(sa.text("select pg_sleep(30)"))

    before = await pid()
    assert await pid() == before, "the pool hands out the same idle connection"
    task = asyncio.create_task(slow())
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert await pid() != before


@pytest.mark.claim("naive-datetime")
async def test_a_naive_datetime_is_taken_for_local_time(
    warm: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        async with sessions_of(warm).begin() as session:
            session.add(Parent(name="a", changed_at=datetime(2026, 1, 1, 12)))
        async with sessions_of(warm)() as session:
            stored = await session.scalar(sa.select(Parent.changed_at))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert stored == datetime(2026, 1, 1, 3, tzinfo=UTC)


@pytest.mark.claim("transaction-over-after-error")
async def test_after_an_integrity_error_the_transaction_is_over(warm: AsyncEngine) -> None:
    async with sessions_of(warm)() as session:
        session.add(Parent(name="a"))
        await session.flush()
        session.add(Parent(name="a"))
        with pytest.raises(IntegrityError):
            await session.flush()
        with pytest.raises(PendingRollbackError):
            await session.scalar(sa.text("select 1"))


@pytest.mark.claim("lock-order")
async def test_locks_taken_in_different_orders_end_in_a_deadlock_error(warm: AsyncEngine) -> None:
    async with sessions_of(warm).begin() as session:
        session.add_all([Parent(id=1, name="a"), Parent(id=2, name="b")])
    first_lock = asyncio.Barrier(2)

    async def lock(*order: int) -> None:
        async with sessions_of(warm).begin() as session:
            for place, key in enumerate(order):
                await session.scalar(sa.select(Parent.id).where(Parent.id == key).with_for_update())
                if place == 0:
                    await first_lock.wait()

    results = await asyncio.gather(lock(1, 2), lock(2, 1), return_exceptions=True)
    errors = [result for result in results if result is not None]
    assert len(errors) == 1
    assert "deadlock detected" in str(errors[0])


@pytest.mark.claim("memory-sqlite-shares")
async def test_in_memory_sqlite_has_one_connection_for_all_sessions() -> None:
    from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
    from sqlalchemy.pool import StaticPool

    assert SQLiteDialect_aiosqlite.get_pool_class(sa.make_url("sqlite+aiosqlite://")) is StaticPool


@pytest.mark.claim("fan-out-reads-differ")
async def test_units_of_work_side_by_side_see_different_snapshots(warm: AsyncEngine) -> None:
    first_read, written = asyncio.Event(), asyncio.Event()
    counting = sa.select(sa.func.count()).select_from(Parent)

    async def early() -> int | None:
        async with sessions_of(warm).begin() as session:
            count = await session.scalar(counting)
        first_read.set()
        return count

    async def late() -> int | None:
        await written.wait()
        async with sessions_of(warm).begin() as session:
            return await session.scalar(counting)

    async with asyncio.TaskGroup() as group:
        reads = [group.create_task(early()), group.create_task(late())]
        await first_read.wait()
        async with sessions_of(warm).begin() as session:
            session.add(Parent(name="a"))
        written.set()
    assert [read.result() for read in reads] == [0, 1]


@pytest.mark.claim("read-check-write-loses")
async def test_read_check_write_without_a_lock_loses_an_update(warm: AsyncEngine) -> None:
    async with sessions_of(warm).begin() as session:
        session.add(Parent(id=1, name="x"))
    both_read = asyncio.Barrier(2)

    async def append(letter: str) -> None:
        async with sessions_of(warm).begin() as session:
            name = await session.scalar(sa.select(Parent.name).where(Parent.id == 1))
            await both_read.wait()
            await session.execute(sa.update(Parent).where(Parent.id == 1).values(name=f"{name}{letter}"))

    async with asyncio.TaskGroup() as group:
        group.create_task(append("a"))
        group.create_task(append("b"))
    async with sessions_of(warm)() as session:
        assert await session.scalar(sa.select(Parent.name)) in {"xa", "xb"}  # never "xab"


@pytest.mark.claim("offset-skips-rows")
async def test_an_offset_skips_a_row_when_an_earlier_one_goes_and_a_keyset_does_not(
    warm: AsyncEngine,
) -> None:
    async with sessions_of(warm).begin() as session:
        session.add_all([Parent(id=number, name=str(number)) for number in range(1, 5)])
    query = sa.select(Parent.id).order_by(Parent.id).limit(2)
    async with sessions_of(warm).begin() as session:
        assert list(await session.scalars(query)) == [1, 2]
        await session.execute(sa.delete(Parent).where(Parent.id == 1))
        assert list(await session.scalars(query.offset(2))) == [4]
        assert list(await session.scalars(query.where(Parent.id > 2))) == [3, 4]


@pytest.mark.claim("nullable-by-annotation")
def test_the_annotation_says_whether_a_column_is_nullable() -> None:
    class Own(DeclarativeBase): ...

    class Thing(Own):
        __tablename__ = "thing"
        id: Mapped[int] = mapped_column(primary_key=True)
        needed: Mapped[str]
        optional: Mapped[str | None]

    columns = Thing.__table__.columns
    assert (columns["needed"].nullable, columns["optional"].nullable) == (False, True)


@pytest.mark.claim("engine-belongs-to-loop")
def test_a_second_event_loop_cannot_use_the_connections_of_the_first(database_url: str) -> None:
    engine = create_async_engine(database_url)

    async def read() -> None:
        async with engine.connect() as connection:
            await connection.execute(sa.text("select 1"))

    asyncio.run(read())
    with pytest.raises((RuntimeError, InterfaceError)):
        asyncio.run(read())


@pytest.mark.claim("conflicting-insert-waits")
async def test_an_insert_on_a_taken_key_waits_for_the_first_to_commit_and_a_select_does_not(
    warm: AsyncEngine,
) -> None:
    claim = insert(Parent).values(id=1, name="key").on_conflict_do_nothing().returning(Parent.id)

    async def claim_it() -> int | None:
        async with sessions_of(warm).begin() as session:
            return await session.scalar(claim)

    async with sessions_of(warm).begin() as first:
        assert await first.scalar(claim) == 1
        async with sessions_of(warm)() as looking:
            assert await looking.scalar(sa.select(Parent.id)) is None  # not there yet, and no waiting
        second = asyncio.create_task(claim_it())
        await asyncio.wait([second], timeout=0.2)
        assert not second.done()
    assert await second is None


@pytest.mark.claim("skip-locked")
async def test_two_workers_never_lease_the_same_row(warm: AsyncEngine) -> None:
    async with sessions_of(warm).begin() as session:
        session.add_all([Parent(id=1, name="a"), Parent(id=2, name="b")])
    both_leased = asyncio.Barrier(2)
    due = sa.select(Parent.id).order_by(Parent.id).limit(1).with_for_update(skip_locked=True)

    async def lease() -> int | None:
        async with sessions_of(warm).begin() as session:
            leased = await session.scalar(due)
            await both_leased.wait()
            return leased

    async with asyncio.TaskGroup() as group:
        leases = [group.create_task(lease()) for _ in range(2)]
    assert {leased.result() for leased in leases} == {1, 2}


@pytest.mark.claim("rename-is-drop-and-add")
async def test_alembic_takes_a_renamed_column_for_a_dropped_and_a_new_one(warm: AsyncEngine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    renamed = sa.MetaData()
    sa.Table("parent", renamed, sa.Column("id", sa.Integer, primary_key=True), sa.Column("title", sa.String))

    def differences(connection: sa.Connection) -> set[tuple[str, str]]:
        found = compare_metadata(MigrationContext.configure(connection), renamed)
        return {(item[0], item[3].name) for item in found if item[0] in {"add_column", "remove_column"}}

    async with warm.connect() as connection:
        assert await connection.run_sync(differences) >= {
            ("add_column", "title"),
            ("remove_column", "name"),
        }


@pytest.mark.claim("statement-timeout")
async def test_the_server_ends_a_statement_at_its_time_out(database_url: str) -> None:
    options = {"timeout": 5, "server_settings": {"statement_timeout": "50"}}
    engine = create_async_engine(database_url, connect_args=options)
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="statement timeout") as raised:
            await connection.execute(sa.text("select pg_sleep(30)"))
    assert getattr(raised.value.orig, "sqlstate", "") == "57014"
    await engine.dispose()
