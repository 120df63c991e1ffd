"""What people who wait for a tool do, as requests."""

from typing import Any

import httpx
from desk import made, seen


async def ask_for(client: httpx.AsyncClient, member_id: int, tool_id: int) -> httpx.Response:
    return await client.post(f"/tools/{tool_id}/reservations", json={"member_id": member_id})


async def reserve(client: httpx.AsyncClient, member_id: int, tool_id: int) -> dict[str, Any]:
    """The new reservation."""
    return made(await ask_for(client, member_id, tool_id))


async def cancel(client: httpx.AsyncClient, reservation_id: int) -> httpx.Response:
    return await client.post(f"/reservations/{reservation_id}/cancel")


async def status_of(client: httpx.AsyncClient, reservation: dict[str, Any]) -> str:
    return str(seen(await client.get(f"/reservations/{reservation['id']}"))["status"])


async def line(client: httpx.AsyncClient, tool_id: int) -> list[tuple[int, str]]:
    """Who waits for a tool, and how."""
    found = seen(await client.get(f"/tools/{tool_id}/reservations"))
    return [(one["member_id"], one["status"]) for one in found]
