"""Members, tools and loans, one request at a time."""

import httpx
import pytest
from desk import available, borrow, bring_back, made, member, seen, shows, tool


async def test_members(client: httpx.AsyncClient) -> None:
    ada = {"name": "Ada", "email": "ada@example.org"}
    body = made(await client.post("/members", json=ada))
    assert shows(body, **ada)
    assert seen(await client.get(f"/members/{body['id']}")) == body
    assert (await client.post("/members", json=ada)).status_code == 409
    other = {"name": "Ada", "email": "ada2@example.org"}
    assert made(await client.post("/members", json=other))["id"] != body["id"]


async def test_tools(client: httpx.AsyncClient) -> None:
    body = made(await client.post("/tools", json={"name": "Hammer drill", "copies": 2}))
    assert shows(body, name="Hammer drill", copies=2, available=2)
    assert seen(await client.get(f"/tools/{body['id']}")) == body


async def test_a_loan_and_its_return(client: httpx.AsyncClient) -> None:
    bob, saw = await member(client, "bob"), await tool(client, "saw", 2)
    loan = made(await borrow(client, bob, saw))
    assert shows(loan, member_id=bob, tool_id=saw, status="open")
    assert seen(await client.get(f"/loans/{loan['id']}")) == loan
    assert await available(client, saw) == 1
    assert shows(seen(await bring_back(client, loan["id"])), id=loan["id"], status="returned")
    assert seen(await client.get(f"/loans/{loan['id']}"))["status"] == "returned"
    assert await available(client, saw) == 2
    assert (await bring_back(client, loan["id"])).status_code == 409
    assert await available(client, saw) == 2


async def test_nothing_left_is_409(client: httpx.AsyncClient) -> None:
    cem, dan, axe = await member(client, "cem"), await member(client, "dan"), await tool(client, "axe")
    loan = made(await borrow(client, cem, axe))
    assert (await borrow(client, dan, axe)).status_code == 409
    assert await available(client, axe) == 0
    seen(await bring_back(client, loan["id"]))
    made(await borrow(client, dan, axe))


async def test_the_unknown_is_404(client: httpx.AsyncClient) -> None:
    eve, plane = await member(client, "eve"), await tool(client, "plane")
    answers = [
        await client.get("/members/999999"),
        await client.get("/tools/999999"),
        await client.get("/loans/999999"),
        await bring_back(client, 999999),
        await borrow(client, 999999, plane),
        await borrow(client, eve, 999999),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    assert await available(client, plane) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/members", {"name": "", "email": "empty@example.org"}),
        ("/members", {"name": "Nobody", "email": ""}),
        ("/tools", {"name": "", "copies": 1}),
        ("/tools", {"name": "Air", "copies": 0}),
        ("/loans", {"member_id": 1}),
    ],
)
async def test_bad_requests_are_422(client: httpx.AsyncClient, path: str, body: dict[str, object]) -> None:
    assert (await client.post(path, json=body)).status_code == 422
