"""Discount codes, and the rush."""

import asyncio
from collections import Counter

import httpx
import pytest
from box_office import cancel, event, left, made, order, seen, shows


async def code(
    client: httpx.AsyncClient, event_id: int, name: str, percent: int, uses: int = 1
) -> httpx.Response:
    return await client.post(
        f"/events/{event_id}/codes", json={"code": name, "percent": percent, "uses": uses}
    )


async def uses_left(client: httpx.AsyncClient, event_id: int, name: str) -> int:
    return int(seen(await client.get(f"/events/{event_id}/codes/{name}"))["left"])


async def test_a_code(client: httpx.AsyncClient) -> None:
    show = await event(client, price_cents=999)
    body = made(await code(client, show, "EARLY", 15, 2))
    assert shows(body, code="EARLY", percent=15, uses=2, left=2)
    assert seen(await client.get(f"/events/{show}/codes/EARLY")) == body
    first = made(await order(client, show, 3, code="EARLY"))
    assert shows(first, code="EARLY", total_cents=2547)
    assert seen(await client.get(f"/orders/{first['id']}")) == first
    assert made(await order(client, show, 1))["code"] is None
    second = made(await order(client, show, 1, code="EARLY"))
    assert second["total_cents"] == 849
    assert (await order(client, show, 1, code="EARLY")).status_code == 409
    assert await left(client, show) == 5
    seen(await cancel(client, second["id"]))
    assert await uses_left(client, show, "EARLY") == 1
    made(await order(client, show, 1, code="EARLY"))


async def test_codes_belong_to_an_event(client: httpx.AsyncClient) -> None:
    show, other = await event(client), await event(client)
    made(await code(client, show, "MINE", 100))
    assert (await order(client, other, 1, code="MINE")).status_code == 404
    assert (await order(client, show, 1, code="mine")).status_code == 404
    assert (await code(client, show, "MINE", 10)).status_code == 409
    made(await code(client, other, "MINE", 10))
    assert (await code(client, 999999, "MINE", 10)).status_code == 404
    assert (await client.get(f"/events/{show}/codes/OTHER")).status_code == 404
    assert made(await order(client, show, 2, code="MINE"))["total_cents"] == 0


async def test_a_refused_order_uses_no_code(client: httpx.AsyncClient) -> None:
    show = await event(client, 1)
    made(await code(client, show, "ONE", 10))
    assert (await order(client, show, 2, code="ONE")).status_code == 409
    assert await uses_left(client, show, "ONE") == 1
    assert await left(client, show) == 1


@pytest.mark.parametrize(
    ("name", "percent", "uses"), [("", 10, 1), ("ZERO", 0, 1), ("MORE", 101, 1), ("NONE", 10, 0)]
)
async def test_bad_codes_are_422(client: httpx.AsyncClient, name: str, percent: int, uses: int) -> None:
    assert (await code(client, await event(client), name, percent, uses)).status_code == 422


async def test_the_rush(client: httpx.AsyncClient) -> None:
    show = await event(client, 30)
    made(await code(client, show, "RUSH", 50, 5))
    calls = [order(client, show, 2) for _ in range(20)]
    calls += [order(client, show, 1, code="RUSH") for _ in range(12)]
    answers = await asyncio.gather(*calls)
    assert {answer.status_code for answer in answers} == {201, 409}
    sold = [answer.json() for answer in answers if answer.status_code == 201]
    assert sum(one["quantity"] for one in sold) + await left(client, show) == 30
    assert await left(client, show) <= 1
    with_code = sum(one["code"] == "RUSH" for one in sold)
    assert with_code <= 5
    assert await uses_left(client, show, "RUSH") == 5 - with_code


async def test_the_last_uses(client: httpx.AsyncClient) -> None:
    show = await event(client, 100)
    made(await code(client, show, "LAST", 50, 3))
    answers = await asyncio.gather(*(order(client, show, 1, code="LAST") for _ in range(12)))
    assert Counter(answer.status_code for answer in answers) == {201: 3, 409: 9}
    assert await left(client, show) == 97


async def test_cancelled_once(client: httpx.AsyncClient) -> None:
    show = await event(client, 10)
    made(await code(client, show, "BACK", 50, 2))
    one, _ = made(await order(client, show, 4, code="BACK")), made(await order(client, show, 4, code="BACK"))
    answers = await asyncio.gather(*(cancel(client, one["id"]) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 5}
    assert await left(client, show) == 6
    assert await uses_left(client, show, "BACK") == 1


async def test_the_same_code_at_once(client: httpx.AsyncClient) -> None:
    show = await event(client)
    answers = await asyncio.gather(*(code(client, show, "SAME", 10) for _ in range(5)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 4}
