"""Hours and pay of a month. The months are far away from everybody else's shifts."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from roster import assign, made, person, seen, shift


def moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2031, month, day, hour, minute, tzinfo=UTC)


async def works(client: httpx.AsyncClient, person_id: int, start: datetime, hours: float) -> None:
    made(await assign(client, await shift(client, start, hours), person_id))


async def payroll(client: httpx.AsyncClient, **params: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, object] = {}
    for _ in range(50):
        body = seen(await client.get("/payroll", params={**params, **cursor}))
        found += body["items"]
        if body["next_cursor"] is None:
            return found
        cursor = {"cursor": body["next_cursor"]}
    raise AssertionError("the cursor leads nowhere")


async def test_minutes_nights_and_pay(client: httpx.AsyncClient) -> None:
    ada, bob = await person(client, "Ada", 1601), await person(client, "Bob", 1000)
    await works(client, ada, moment(3, 2, 8), 8)
    await works(client, ada, moment(3, 31, 21, 30), 10)
    await works(client, ada, moment(4, 5, 8), 8)
    await works(client, bob, moment(3, 10, 4, 30), 2.25)
    assert await payroll(client, month="2031-03") == [
        # 1080 minutes at 1601 cents an hour are 28818, a quarter of 480 minutes more is 3202
        {"person_id": ada, "name": "Ada", "minutes": 1080, "night_minutes": 480, "pay_cents": 32020},
        # 2250 and a quarter of 1500, 375
        {"person_id": bob, "name": "Bob", "minutes": 135, "night_minutes": 90, "pay_cents": 2625},
    ]
    assert [row["minutes"] for row in await payroll(client, month="2031-04")] == [480]
    assert await payroll(client, month="2031-05") == []


async def test_rounded_once_half_a_cent_up(client: httpx.AsyncClient) -> None:
    ada = await person(client, "Half", 30)
    for day in (1, 3, 5, 7, 9):
        await works(client, ada, moment(6, day, 8), 1 / 60)
    [row] = await payroll(client, month="2031-06")
    assert (row["minutes"], row["pay_cents"]) == (5, 3)


async def test_by_name_then_id_in_pages(client: httpx.AsyncClient) -> None:
    ids = {}
    for name in ("Zoe", "Amy", "Kim", "Amy", "Bea"):
        one = await person(client, name)
        ids.setdefault(name, []).append(one)
        await works(client, one, moment(8, 4, 8), 4)
    expected = [*ids["Amy"], *ids["Bea"], *ids["Kim"], *ids["Zoe"]]
    assert [row["person_id"] for row in await payroll(client, month="2031-08", limit=2)] == expected
    assert [row["person_id"] for row in await payroll(client, month="2031-08")] == expected


@pytest.mark.parametrize(
    "params",
    [
        {"month": "2031-13"},
        {"month": "March"},
        {"month": "2031-03", "limit": 0},
        {"month": "2031-03", "limit": 101},
        {"month": "2031-03", "cursor": "?!"},
        {},
    ],
)
async def test_bad_requests_are_422(client: httpx.AsyncClient, params: dict[str, object]) -> None:
    assert (await client.get("/payroll", params=params)).status_code == 422
