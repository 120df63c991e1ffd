"""Every change is told to those it concerns, once, and never in the way of the change."""

import asyncio
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import httpx
import pytest
from roster import assign, at, made, move, new_day, people, person, seen, shift


@pytest.fixture
def service(stub: Mapping[str, ModuleType]) -> ModuleType:
    return stub["MESSAGES_URL"]


async def told(client: httpx.AsyncClient, person_id: int) -> list[tuple[str, int]]:
    return [(one["kind"], one["shift_id"]) for one in await notes(client, person_id)]


async def notes(client: httpx.AsyncClient, person_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = seen(await client.get(f"/people/{person_id}/notifications"))
    return found


async def deliver(client: httpx.AsyncClient) -> dict[str, int]:
    answer: dict[str, int] = seen(await client.post("/notifications/deliver"))
    return answer


async def deliver_all(client: httpx.AsyncClient) -> None:
    while (await deliver(client))["sent"]:
        pass


async def test_assigned_moved_removed(client: httpx.AsyncClient) -> None:
    ada, bob, day = await person(client, "ada"), await person(client, "bob"), new_day()
    bar = await shift(client, at(8, day), needed=2)
    jobs = [made(await assign(client, bar, one))["id"] for one in (ada, bob)]
    seen(await move(client, bar, at(9, day)))
    seen(await move(client, bar, at(9, day)))
    assert (await client.delete(f"/assignments/{jobs[0]}")).status_code == 204
    assert await told(client, ada) == [("assigned", bar), ("moved", bar), ("removed", bar)]
    assert await told(client, bob) == [("assigned", bar), ("moved", bar)]
    assert {one["status"] for one in await notes(client, ada)} == {"waiting"}
    assert (await client.get("/people/999999/notifications")).status_code == 404


async def test_a_swap_is_told_to_both(client: httpx.AsyncClient) -> None:
    ada, bob, day = await person(client, "cleo"), await person(client, "dan"), new_day()
    bar, door = await shift(client, at(8, day)), await shift(client, at(8, day))
    mine, yours = made(await assign(client, bar, ada)), made(await assign(client, door, bob))
    swap = made(await client.post("/swaps", json={"give": mine["id"], "take": yours["id"]}))
    seen(await client.post(f"/swaps/{swap['id']}/accept"))
    assert sorted((await told(client, ada))[1:]) == [("assigned", door), ("removed", bar)]
    assert sorted((await told(client, bob))[1:]) == [("assigned", bar), ("removed", door)]


async def test_what_is_refused_is_not_told(client: httpx.AsyncClient) -> None:
    ada, bob, day = await person(client, "eve"), await person(client, "fay"), new_day()
    bar, door = await shift(client, at(8, day)), await shift(client, at(10, day))
    made(await assign(client, bar, ada))
    answers = [
        await assign(client, bar, bob),
        await assign(client, door, ada),
        await assign(client, bar, ada),
    ]
    assert [answer.status_code for answer in answers] == [409] * 3
    assert await told(client, ada) == [("assigned", bar)]
    assert await told(client, bob) == []


async def test_delivery(client: httpx.AsyncClient, service: ModuleType) -> None:
    await deliver_all(client)
    crowd, bar = await people(client, "heard", 4), await shift(client, at(8, new_day()), needed=4)
    for one in crowd:
        made(await assign(client, bar, one))
    service.broken.add(crowd[0])
    service.silent.add(crowd[1])
    assert await deliver(client) == {"sent": 2, "failed": 2}
    statuses = [(await notes(client, one))[0]["status"] for one in crowd]
    assert statuses == ["waiting", "waiting", "sent", "sent"]
    service.broken.clear()
    service.silent.clear()
    assert await deliver(client) == {"sent": 2, "failed": 0}
    assert await deliver(client) == {"sent": 0, "failed": 0}
    assert sorted(service.messages.count((one, "assigned", bar)) for one in crowd) in (
        [1, 1, 1, 1],
        [1, 1, 1, 2],
    )


async def test_ten_at_a_time_and_nothing_twice(client: httpx.AsyncClient, service: ModuleType) -> None:
    await deliver_all(client)
    crowd, bar = await people(client, "many", 25), await shift(client, at(8, new_day()), needed=25)
    await asyncio.gather(*(assign(client, bar, one) for one in crowd))
    service.most_under_way = 0
    answers = await asyncio.gather(deliver(client), deliver(client), deliver(client))
    assert sum(answer["sent"] for answer in answers) == 25
    assert [service.messages.count((one, "assigned", bar)) for one in crowd] == [1] * 25
    assert 3 <= service.most_under_way <= 10


async def test_the_roster_does_not_wait(client: httpx.AsyncClient, service: ModuleType) -> None:
    ada, day = await person(client, "quick"), new_day()
    service.silent.add(ada)
    first, second = await shift(client, at(8, day)), await shift(client, at(8, day + 1))
    made(await assign(client, first, ada))
    delivery = asyncio.create_task(deliver(client))
    await asyncio.sleep(0.2)
    made(await assign(client, second, ada))
    assert not delivery.done()
    assert (await delivery)["failed"] == 1
    service.silent.clear()
