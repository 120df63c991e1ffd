"""Deposits at another service: taken once, given back, and nothing changed when it fails."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from types import ModuleType

import httpx
import pytest
from desk import available, borrow, bring_back, made, member, members, seen, shows, tool
from queue_calls import reserve, status_of


@pytest.fixture
def service(stub: Mapping[str, ModuleType]) -> ModuleType:
    return stub["DEPOSITS_URL"]


async def send(client: httpx.AsyncClient, key: str, member_id: int, tool_id: int) -> httpx.Response:
    body = {"member_id": member_id, "tool_id": tool_id}
    return await client.post("/loans", json=body, headers={"Idempotency-Key": key})


async def test_a_tool_has_a_deposit(client: httpx.AsyncClient) -> None:
    body = made(await client.post("/tools", json={"name": "Digger", "copies": 1, "deposit_cents": 5000}))
    assert shows(body, deposit_cents=5000, available=1)
    assert seen(await client.get(f"/tools/{body['id']}")) == body
    assert made(await client.post("/tools", json={"name": "Nail", "copies": 1}))["deposit_cents"] == 0
    bad = {"name": "Debt", "copies": 1, "deposit_cents": -1}
    assert (await client.post("/tools", json=bad)).status_code == 422


async def test_held_and_released(client: httpx.AsyncClient, service: ModuleType) -> None:
    ada, digger = await member(client, "ada"), await tool(client, "digger", deposit_cents=5000)
    loan = made(await borrow(client, ada, digger))
    assert shows(loan, status="open", deposit="held")
    assert seen(await client.get(f"/loans/{loan['id']}")) == loan
    assert service.calls.count(ada) == 1
    assert 5000 in service.held.values()
    assert shows(seen(await bring_back(client, loan["id"])), status="returned", deposit="released")
    assert 5000 not in service.held.values()
    assert (await client.post(f"/loans/{loan['id']}/release")).status_code == 409


async def test_without_a_deposit_nobody_is_called(client: httpx.AsyncClient, service: ModuleType) -> None:
    bob, nail = await member(client, "bob"), await tool(client, "nail")
    loan = made(await borrow(client, bob, nail))
    assert loan["deposit"] == "none"
    assert seen(await bring_back(client, loan["id"]))["deposit"] == "none"
    assert service.calls.count(bob) == 0
    assert (await client.post(f"/loans/{loan['id']}/release")).status_code == 409
    assert (await client.post("/loans/999999/release")).status_code == 404


@pytest.mark.parametrize(("amount", "status"), [("POOR", 402), ("BROKEN", 502), ("SILENT", 502)])
async def test_after_a_failure_nothing_has_changed(
    client: httpx.AsyncClient, service: ModuleType, amount: str, status: int
) -> None:
    cem = await member(client, f"cem-{amount}")
    crane = await tool(client, f"crane-{amount}", deposit_cents=getattr(service, amount))
    assert (await borrow(client, cem, crane)).status_code == status
    assert await available(client, crane) == 1
    assert seen(await client.get(f"/members/{cem}/loans")) == []
    reserved = await reserve(client, cem, crane)
    assert (await borrow(client, cem, crane)).status_code == status
    assert await status_of(client, reserved) == "ready"
    assert await available(client, crane) == 0


async def test_a_failed_release_is_due(client: httpx.AsyncClient, service: ModuleType) -> None:
    dan, forge = await member(client, "dan"), await tool(client, "forge", deposit_cents=service.STUCK)
    loan = made(await borrow(client, dan, forge))
    assert (await client.post(f"/loans/{loan['id']}/release")).status_code == 409
    assert shows(seen(await bring_back(client, loan["id"])), status="returned", deposit="due")
    assert await available(client, forge) == 1
    assert (await client.post(f"/loans/{loan['id']}/release")).status_code == 502
    assert seen(await client.get(f"/loans/{loan['id']}"))["deposit"] == "due"
    service.repaired.update(service.held)
    assert shows(
        seen(await client.post(f"/loans/{loan['id']}/release")), status="returned", deposit="released"
    )
    assert service.STUCK not in service.held.values()


async def test_the_copy_is_taken_while_the_service_thinks(
    client: httpx.AsyncClient, service: ModuleType
) -> None:
    people, kiln = await members(client, "kiln", 6), await tool(client, "kiln", 2, deposit_cents=5100)
    answers = await asyncio.gather(*(borrow(client, one, kiln) for one in people))
    assert Counter(answer.status_code for answer in answers) == {201: 2, 409: 4}
    assert sum(service.calls.count(one) for one in people) == 2
    assert await available(client, kiln) == 0


async def test_the_limit_counts_while_the_service_thinks(
    client: httpx.AsyncClient, service: ModuleType
) -> None:
    eve = await member(client, "eve")
    tools = [await tool(client, f"safe{number}", deposit_cents=5200) for number in range(8)]
    answers = await asyncio.gather(*(borrow(client, eve, one) for one in tools))
    lent = sum(answer.status_code == 201 for answer in answers)
    assert {answer.status_code for answer in answers} == {201, 409}
    assert len(seen(await client.get(f"/members/{eve}/loans", params={"status": "open"}))) == lent
    assert service.calls.count(eve) == lent


async def test_the_next_in_line_is_served_after_a_failure(
    client: httpx.AsyncClient, service: ModuleType
) -> None:
    fay, gus = await members(client, "line", 2)
    rig = await tool(client, "rig", deposit_cents=service.POOR)
    refused, asked = await asyncio.gather(borrow(client, fay, rig), _soon(reserve(client, gus, rig)))
    assert refused.status_code == 402
    assert await status_of(client, asked) == "ready"
    assert await available(client, rig) == 0


async def _soon(call: object) -> object:
    await asyncio.sleep(0.1)
    return await call  # type: ignore[misc]


async def test_a_repeated_key_is_one_loan(client: httpx.AsyncClient, service: ModuleType) -> None:
    hal, lathe = await member(client, "hal"), await tool(client, "lathe", 3, deposit_cents=5300)
    answers = await asyncio.gather(*(send(client, "k-hal", hal, lathe) for _ in range(6)))
    answers.append(await send(client, "k-hal", hal, lathe))
    assert [answer.status_code for answer in answers] == [201] * 7
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert service.calls.count(hal) == 1
    assert await available(client, lathe) == 2
    other = await tool(client, "other")
    assert (await send(client, "k-hal", hal, other)).status_code == 409
    assert await available(client, other) == 1


async def test_a_repeat_after_the_return_is_the_first_answer(client: httpx.AsyncClient) -> None:
    ida, glue = await member(client, "ida"), await tool(client, "glue")
    first = await send(client, "k-ida", ida, glue)
    seen(await bring_back(client, made(first)["id"]))
    again = await send(client, "k-ida", ida, glue)
    assert (again.status_code, again.json()) == (201, first.json())
    assert await available(client, glue) == 1


async def test_a_failed_loan_is_not_remembered(client: httpx.AsyncClient) -> None:
    jon, kay = await members(client, "again", 2)
    rope = await tool(client, "rope")
    loan = made(await borrow(client, jon, rope))
    assert (await send(client, "k-kay", kay, rope)).status_code == 409
    seen(await bring_back(client, loan["id"]))
    made(await send(client, "k-kay", kay, rope))
