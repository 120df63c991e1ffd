"""Paying with a provider that calls back."""

import asyncio
from collections.abc import Mapping
from types import ModuleType

import httpx
import pytest
from box_office import cancel, event, left, made, order, seen, shows


@pytest.fixture
def provider(stub: Mapping[str, ModuleType]) -> ModuleType:
    return stub["PAYMENTS_URL"]


async def pay(client: httpx.AsyncClient, order_id: int) -> httpx.Response:
    return await client.post(f"/orders/{order_id}/pay")


async def hook(client: httpx.AsyncClient, payment: str, result: str = "paid") -> int:
    answer = await client.post("/webhooks/payments", json={"payment": payment, "result": result})
    return answer.status_code


async def status(client: httpx.AsyncClient, order_id: int) -> str:
    return str(seen(await client.get(f"/orders/{order_id}"))["status"])


async def test_paying_then_paid(client: httpx.AsyncClient, provider: ModuleType) -> None:
    show = await event(client, 4)
    held = made(await order(client, show, 3))
    assert held["payment_url"] is None
    paying = seen(await pay(client, held["id"]))
    payment = provider.made[held["id"]]
    assert shows(paying, id=held["id"], status="paying", payment_url=f"https://pay.example.org/{payment}")
    assert seen(await client.get(f"/orders/{held['id']}")) == paying
    assert (await cancel(client, held["id"])).status_code == 409
    assert seen(await pay(client, held["id"])) == paying
    assert await hook(client, payment) == 204
    assert await status(client, held["id"]) == "paid"
    for result in ("failed", "paid"):
        assert await hook(client, payment, result) == 204
        assert await status(client, held["id"]) == "paid"
    assert (await pay(client, held["id"])).status_code == 409
    assert provider.calls.count(held["id"]) == 1
    assert await left(client, show) == 1
    seen(await cancel(client, held["id"]))
    assert await hook(client, payment) == 204
    assert await status(client, held["id"]) == "cancelled"
    assert await left(client, show) == 4


async def test_failed_then_paid(client: httpx.AsyncClient, provider: ModuleType) -> None:
    held = made(await order(client, await event(client)))
    seen(await pay(client, held["id"]))
    first = provider.made[held["id"]]
    assert await hook(client, first, "failed") == 204
    again = seen(await client.get(f"/orders/{held['id']}"))
    assert shows(again, status="held", payment_url=None)
    assert again["expires_at"] > held["expires_at"]
    assert await hook(client, first, "paid") == 204
    assert await status(client, held["id"]) == "held"
    seen(await pay(client, held["id"]))
    second = provider.made[held["id"]]
    assert second != first
    assert await hook(client, first, "paid") == 204
    assert await status(client, held["id"]) == "paying"
    assert await hook(client, second, "paid") == 204
    assert await status(client, held["id"]) == "paid"


async def test_what_is_being_paid_does_not_expire(client: httpx.AsyncClient, provider: ModuleType) -> None:
    show = await event(client, 2, hold_seconds=3)
    held, other = made(await order(client, show)), made(await order(client, show))
    seen(await pay(client, held["id"]))
    await asyncio.sleep(3.3)
    assert (await status(client, held["id"]), await status(client, other["id"])) == ("paying", "expired")
    assert (await pay(client, other["id"])).status_code == 409
    assert provider.calls.count(other["id"]) == 0
    assert await left(client, show) == 1
    assert await hook(client, provider.made[held["id"]]) == 204
    assert await status(client, held["id"]) == "paid"


@pytest.mark.parametrize("amount", ["BROKEN", "SILENT"])
async def test_a_failing_provider(client: httpx.AsyncClient, provider: ModuleType, amount: str) -> None:
    show = await event(client, 2, getattr(provider, amount))
    held = made(await order(client, show))
    assert (await pay(client, held["id"])).status_code == 502
    assert shows(seen(await client.get(f"/orders/{held['id']}")), status="held", payment_url=None)
    assert await left(client, show) == 1
    seen(await cancel(client, held["id"]))
    assert await left(client, show) == 2


async def test_one_payment_however_often_they_click(client: httpx.AsyncClient, provider: ModuleType) -> None:
    held = made(await order(client, await event(client)))
    answers = await asyncio.gather(*(pay(client, held["id"]) for _ in range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert provider.calls.count(held["id"]) == 1


async def test_cancelled_while_the_provider_thinks(client: httpx.AsyncClient, provider: ModuleType) -> None:
    held = made(await order(client, await event(client)))
    paying = asyncio.create_task(pay(client, held["id"]))
    await asyncio.sleep(0.1)
    assert (await cancel(client, held["id"])).status_code in {200, 409}
    await paying
    ended = await status(client, held["id"])
    assert ended in {"paying", "cancelled"}
    if ended == "paying":
        assert await hook(client, provider.made[held["id"]]) == 204


async def test_what_costs_nothing_is_paid(client: httpx.AsyncClient, provider: ModuleType) -> None:
    show = await event(client)
    made(await client.post(f"/events/{show}/codes", json={"code": "FREE", "percent": 100, "uses": 1}))
    free = made(await order(client, show, 2, code="FREE"))
    assert shows(seen(await pay(client, free["id"])), status="paid", payment_url=None)
    assert provider.calls.count(free["id"]) == 0


async def test_strange_calls(client: httpx.AsyncClient) -> None:
    assert await hook(client, "p_999999") == 404
    assert await hook(client, "p_1", "perhaps") == 422
    assert (await pay(client, 999999)).status_code == 404
