"""What the skill says about dataclasses, Protocols, asyncio and structlog."""

import asyncio
import gc
import io
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import pytest
import structlog


@pytest.mark.claim("slots-refuse-misspelling")
def test_slots_refuse_a_misspelt_attribute() -> None:
    @dataclass(slots=True)
    class Slotted:
        title: str = ""

    @dataclass
    class Plain:
        title: str = ""

    Plain().titel = "x"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        Slotted().titel = "x"  # type: ignore[attr-defined]


@pytest.mark.claim("slots-memory")
def test_an_instance_with_slots_is_smaller() -> None:
    @dataclass(slots=True)
    class Slotted:
        a: int
        b: int
        c: int

    @dataclass
    class Plain:
        a: int
        b: int
        c: int

    assert _bytes_per_instance(Slotted) < 0.8 * _bytes_per_instance(Plain)


def _bytes_per_instance(kind: type) -> float:
    import tracemalloc

    gc.collect()
    tracemalloc.start()
    kept = [kind(1, 2, 3) for _ in range(10_000)]
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return size / len(kept)


@pytest.mark.claim("super-in-slots")
def test_super_without_arguments_fails_in_a_slots_dataclass() -> None:
    class Base:
        def greet(self) -> str:
            return "hello"

    @dataclass(slots=True)
    class Slotted(Base):
        def greet(self) -> str:
            return super().greet()

    with pytest.raises(TypeError, match="super"):
        Slotted().greet()


@pytest.mark.claim("cached-property-in-slots")
def test_cached_property_fails_in_a_slots_dataclass() -> None:
    @dataclass(slots=True)
    class Slotted:
        @cached_property
        def total(self) -> int:
            return 1

    with pytest.raises(TypeError, match="__dict__"):
        _ = Slotted().total


@pytest.mark.claim("list-in-frozen")
def test_a_list_in_a_frozen_dataclass_still_changes_and_cannot_be_hashed() -> None:
    @dataclass(frozen=True, slots=True)
    class Recipe:
        steps: list[str]

    recipe = Recipe([])
    recipe.steps.append("boil")
    assert recipe.steps == ["boil"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(recipe)


@pytest.mark.claim("frozen-exception-loses-error")
def test_a_frozen_dataclass_exception_is_lost_while_it_is_raised() -> None:
    @dataclass(frozen=True)
    class LostError(Exception):
        code: int

    @contextmanager
    def block() -> Iterator[None]:
        yield

    with pytest.raises(FrozenInstanceError, match="__traceback__"), block():
        raise LostError(1)


@pytest.mark.claim("runtime-checkable-looks-at-names")
def test_isinstance_accepts_a_wrong_signature_and_a_sync_method() -> None:
    @runtime_checkable
    class IService(Protocol):
        async def get(self, user_id: str) -> str: ...

    class Wrong:
        def get(self) -> int:
            return 1

    assert isinstance(Wrong(), IService)


async def _fail() -> None:
    await asyncio.sleep(0)
    raise ValueError


@pytest.mark.claim("gather-lets-siblings-run")
async def test_after_an_error_gather_lets_the_siblings_run_and_a_group_cancels_them() -> None:
    finished: list[str] = []

    async def slow(name: str) -> None:
        await asyncio.sleep(0.02)
        finished.append(name)

    with pytest.raises(ValueError):
        await asyncio.gather(_fail(), slow("gather"))
    with pytest.raises(ExceptionGroup):
        async with asyncio.TaskGroup() as group:
            group.create_task(_fail())
            group.create_task(slow("group"))
    await asyncio.sleep(0.05)
    assert finished == ["gather"]


@pytest.mark.claim("bare-task-vanishes")
async def test_a_task_that_nobody_holds_can_vanish() -> None:
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context["message"]))

    async def wait_for_ever() -> None:
        await asyncio.get_running_loop().create_future()

    asyncio.create_task(wait_for_ever())  # noqa: RUF006
    await asyncio.sleep(0)
    gc.collect()
    assert complaints == ["Task was destroyed but it is pending!"]


@pytest.mark.claim("timeout-and-group")
async def test_a_timeout_around_a_group_is_plain_and_inside_a_child_it_is_in_the_group() -> None:
    async def child(seconds: float | None) -> None:
        async with asyncio.timeout(seconds):
            await asyncio.sleep(30)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), asyncio.TaskGroup() as group:
            group.create_task(child(None))
    with pytest.raises(ExceptionGroup) as raised:
        async with asyncio.TaskGroup() as group:
            group.create_task(child(0.01))
    assert raised.group_contains(TimeoutError)


@pytest.mark.claim("yield-inside-timeout")
async def test_a_timeout_around_a_yield_strikes_whoever_consumes_the_generator() -> None:
    async def numbers() -> AsyncIterator[int]:
        async with asyncio.timeout(0.01):
            yield 1

    with pytest.raises(asyncio.CancelledError):
        async for _ in numbers():
            await asyncio.sleep(1)  # the consumer's own work, not the generator's
    task = asyncio.current_task()
    assert task is not None
    task.uncancel()


@pytest.mark.claim("logger-name-as-keyword")
def test_the_positional_name_never_reaches_the_event() -> None:
    stream = io.StringIO()
    structlog.configure(processors=[structlog.processors.JSONRenderer()], logger_factory=_factory(stream))
    try:
        structlog.get_logger("app.recipes").info("positional")
        structlog.get_logger(module="app.recipes").info("keyword")
        with pytest.raises(TypeError, match="multiple values"):
            structlog.get_logger(logger="app.recipes")
    finally:
        structlog.reset_defaults()
    positional, keyword = map(json.loads, stream.getvalue().splitlines())
    assert "app.recipes" not in positional.values()
    assert keyword["module"] == "app.recipes"


def _factory(stream: io.StringIO):
    return lambda *names: structlog.WriteLogger(stream)


@pytest.mark.claim("ainfo-uses-a-thread")
async def test_ainfo_goes_through_a_thread_and_info_does_not() -> None:
    threads: list[int] = []

    def note(_: object, __: str, event: dict[str, object]) -> str:
        threads.append(threading.get_ident())
        return str(event)

    structlog.configure(processors=[note], logger_factory=_factory(io.StringIO()))
    try:
        structlog.get_logger().info("a")
        await structlog.get_logger().ainfo("b")
    finally:
        structlog.reset_defaults()
    assert threads[0] == threading.get_ident() != threads[1]


@pytest.mark.claim("executor-loses-context")
async def test_run_in_executor_loses_contextvars_and_to_thread_keeps_them() -> None:
    structlog.contextvars.bind_contextvars(request_id="1")
    try:
        loop = asyncio.get_running_loop()
        assert await loop.run_in_executor(None, structlog.contextvars.get_contextvars) == {}
        assert await asyncio.to_thread(structlog.contextvars.get_contextvars) == {"request_id": "1"}
    finally:
        structlog.contextvars.clear_contextvars()


@pytest.mark.claim("except-star-catches-bare")
def test_except_star_catches_the_bare_error_too() -> None:
    caught: list[int] = []
    for error in (ValueError("bare"), ExceptionGroup("a fan-out", [ValueError("a"), ValueError("b")])):
        try:
            raise error
        except* ValueError as group:
            caught.append(len(group.exceptions))
    assert caught == [1, 2]


@pytest.mark.claim("swallowed-cancellation")
async def test_a_task_that_swallows_its_cancellation_outlives_its_time_out_and_its_group() -> None:
    events: list[str] = []

    async def stubborn() -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)
            events.append("went on")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), asyncio.TaskGroup() as group:
            task = group.create_task(stubborn())
    events.append("time-out")
    assert events == ["went on", "time-out"]
    assert not task.cancelled()


@pytest.mark.claim("dict-tracebacks-show-locals")
def test_structlogs_dict_tracebacks_write_local_variables_down() -> None:
    def fail() -> None:
        token = "hunter2"
        raise ValueError(len(token))

    try:
        fail()
    except ValueError:
        event = structlog.processors.dict_tracebacks(None, "error", {"exc_info": True})
    assert "hunter2" in str(event)
