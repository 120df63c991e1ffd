"""Patrons' deposits, the list of all loans, a member at a glance."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import httpx
import pytest
from desk import borrow, bring_back, made, member, seen, shows, tool
from queue_calls import reserve


async def pages(client: httpx.AsyncClient, **params: object) -> list[list[dict[str, Any]]]:
    """Every page, following the cursor to the end."""
    found: list[list[dict[str, Any]]] = []
    cursor: dict[str, object] = {}
    while len(found) < 50:
        body = seen(await client.get("/loans", params={**params, **cursor}))
        found.append(body["items"])
        if body["next_cursor"] is None:
            return found
        cursor = {"cursor": body["next_cursor"]}
    raise AssertionError("the cursor leads nowhere")


async def several(client: httpx.AsyncClient, name: str, number: int) -> tuple[int, list[dict[str, Any]]]:
    """A tool and that many loans of it, oldest first."""
    lent = await tool(client, name, number + 5)
    return lent, [made(await borrow(client, await member(client, f"{name}{n}"), lent)) for n in range(number)]


async def test_patrons_pay_no_deposit(client: httpx.AsyncClient, stub: Mapping[str, ModuleType]) -> None:
    service = stub["DEPOSITS_URL"]
    ada, crane = (
        await member(client, "ada", plan="patron"),
        await tool(client, "crane", 2, deposit_cents=5000),
    )
    loan = made(await borrow(client, ada, crane))
    assert loan["deposit"] == "none"
    seen(await client.patch(f"/members/{ada}", json={"plan": "basic"}))
    assert seen(await client.get(f"/loans/{loan['id']}"))["deposit"] == "none"
    assert seen(await bring_back(client, loan["id"]))["deposit"] == "none"
    assert service.calls.count(ada) == 0
    assert made(await borrow(client, ada, crane))["deposit"] == "held"
    assert service.calls.count(ada) == 1


async def test_a_deposit_held_stays_when_one_becomes_a_patron(
    client: httpx.AsyncClient, stub: Mapping[str, ModuleType]
) -> None:
    service = stub["DEPOSITS_URL"]
    bob, boat = await member(client, "bob"), await tool(client, "boat", deposit_cents=5400)
    loan = made(await borrow(client, bob, boat))
    seen(await client.patch(f"/members/{bob}", json={"plan": "patron"}))
    assert 5400 in service.held.values()
    assert seen(await bring_back(client, loan["id"]))["deposit"] == "released"
    assert 5400 not in service.held.values()


async def test_pages_newest_first(client: httpx.AsyncClient) -> None:
    lent, loans = await several(client, "paged", 7)
    found = await pages(client, tool_id=lent, limit=3)
    assert [len(page) for page in found if page] == [3, 3, 1]
    assert [one for page in found for one in page] == loans[::-1]
    assert [one for page in await pages(client, tool_id=lent) for one in page] == loans[::-1]


async def test_new_loans_do_not_disturb_a_reader(client: httpx.AsyncClient) -> None:
    lent, loans = await several(client, "moving", 5)
    first = seen(await client.get("/loans", params={"tool_id": lent, "limit": 2}))
    made(await borrow(client, await member(client, "late"), lent))
    rest = await pages(client, tool_id=lent, limit=2, cursor=first["next_cursor"])
    assert first["items"] + [one for page in rest for one in page] == loans[::-1]


async def test_the_list_can_be_narrowed(client: httpx.AsyncClient) -> None:
    cem, (lent, loans) = await member(client, "cem"), await several(client, "narrow", 3)
    mine = made(await borrow(client, cem, lent))
    back = seen(await bring_back(client, loans[1]["id"]))
    by = {"tool_id": lent}
    assert await pages(client, **by, status="returned") == [[back]]
    assert await pages(client, **by, status="open") == [[mine, loans[2], loans[0]]]
    assert await pages(client, member_id=cem) == [[mine]]
    assert await pages(client, **by, member_id=cem, status="returned") == [[]]
    assert len((await pages(client))[0]) <= 20


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"status": "lost"},
        {"cursor": "?!no cursor"},
        {"cursor": "zz"},
    ],
)
async def test_bad_lists_are_422(client: httpx.AsyncClient, params: dict[str, object]) -> None:
    assert (await client.get("/loans", params=params)).status_code == 422


async def test_a_member_at_a_glance(client: httpx.AsyncClient, stub: Mapping[str, ModuleType]) -> None:
    service = stub["DEPOSITS_URL"]
    dan = await member(client, "dan")
    boat, drone = (
        await tool(client, "ark", deposit_cents=700),
        await tool(client, "drone", deposit_cents=service.STUCK),
    )
    due = made(await borrow(client, dan, drone))
    seen(await bring_back(client, due["id"]))
    loans = [
        made(await borrow(client, dan, boat)),
        made(await borrow(client, dan, await tool(client, "nut"))),
    ]
    reserved = await reserve(client, dan, await tool(client, "wrench"))
    overview = seen(await client.get(f"/members/{dan}/overview"))
    assert overview["member"] == seen(await client.get(f"/members/{dan}"))
    assert overview["open_loans"] == loans
    assert overview["reservations"] == [reserved]
    assert shows(overview, limit=2, deposits_cents=700 + service.STUCK)
    seen(await bring_back(client, loans[0]["id"]))
    seen(await client.patch(f"/members/{dan}", json={"plan": "patron"}))
    later = seen(await client.get(f"/members/{dan}/overview"))
    assert later["open_loans"] == loans[1:]
    assert shows(later, limit=5, deposits_cents=service.STUCK)
    assert (await client.get("/members/999999/overview")).status_code == 404
