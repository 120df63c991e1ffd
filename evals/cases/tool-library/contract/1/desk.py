"""What people at the desk do, as requests."""

from itertools import count
from typing import Any

import httpx

Answer = dict[str, Any]
_numbers = count(1)


def made(answer: httpx.Response) -> Answer:
    """The body of a 201."""
    assert answer.status_code == 201, f"{answer.request.url}: {answer.status_code} {answer.text}"
    body: Answer = answer.json()
    return body


def seen(answer: httpx.Response) -> Any:
    """The body of a 200."""
    assert answer.status_code == 200, f"{answer.request.url}: {answer.status_code} {answer.text}"
    return answer.json()


def shows(body: Answer, **expected: object) -> bool:
    """Whether the body has these values; later features may add others."""
    found = {key: body.get(key, "nothing") for key in expected}
    assert found == expected
    return True


async def member(client: httpx.AsyncClient, name: str, **more: object) -> int:
    """A new member's id."""
    body = {"name": name, "email": f"{name}{next(_numbers)}@people.example.org", **more}
    return int(made(await client.post("/members", json=body))["id"])


async def members(client: httpx.AsyncClient, name: str, number: int) -> list[int]:
    """The ids of several new members."""
    return [await member(client, f"{name}{index}") for index in range(number)]


async def tool(client: httpx.AsyncClient, name: str, copies: int = 1, **more: object) -> int:
    """A new tool's id."""
    return int(made(await client.post("/tools", json={"name": name, "copies": copies, **more}))["id"])


async def borrow(client: httpx.AsyncClient, member_id: int, tool_id: int) -> httpx.Response:
    return await client.post("/loans", json={"member_id": member_id, "tool_id": tool_id})


async def bring_back(client: httpx.AsyncClient, loan_id: int) -> httpx.Response:
    return await client.post(f"/loans/{loan_id}/return")


async def available(client: httpx.AsyncClient, tool_id: int) -> int:
    return int(seen(await client.get(f"/tools/{tool_id}"))["available"])
