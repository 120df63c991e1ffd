"""What organisers and buyers do, as requests."""

from typing import Any

import httpx


def made(answer: httpx.Response) -> dict[str, Any]:
    """The body of a 201."""
    assert answer.status_code == 201, f"{answer.request.url}: {answer.status_code} {answer.text}"
    body: dict[str, Any] = answer.json()
    return body


def seen(answer: httpx.Response) -> Any:
    """The body of a 200."""
    assert answer.status_code == 200, f"{answer.request.url}: {answer.status_code} {answer.text}"
    return answer.json()


def shows(body: dict[str, Any], **expected: object) -> bool:
    """Whether the body has these values; later features may add others."""
    found = {key: body.get(key, "nothing") for key in expected}
    assert found == expected
    return True


async def event(
    client: httpx.AsyncClient, capacity: int = 10, price_cents: int = 2500, **more: object
) -> int:
    """A new event's id."""
    body = {"name": "Concert", "capacity": capacity, "price_cents": price_cents, **more}
    return int(made(await client.post("/events", json=body))["id"])


async def order(
    client: httpx.AsyncClient, event_id: int, quantity: int = 1, **more: object
) -> httpx.Response:
    body = {"buyer": "ada@example.org", "quantity": quantity, **more}
    return await client.post(f"/events/{event_id}/orders", json=body)


async def cancel(client: httpx.AsyncClient, order_id: int) -> httpx.Response:
    return await client.post(f"/orders/{order_id}/cancel")


async def left(client: httpx.AsyncClient, event_id: int) -> int:
    return int(seen(await client.get(f"/events/{event_id}"))["left"])
