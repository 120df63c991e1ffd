"""What was answered is what is stored."""

import asyncio
from collections import Counter
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import pytest

NUMBERS = count(1)


def fresh(word: str) -> str:
    return f"{word}{next(NUMBERS)}@example.com"


async def join(client: httpx.AsyncClient, email: str, name: str = "Ada") -> httpx.Response:
    return await client.post("/members", json={"email": email, "name": name})


async def member(client: httpx.AsyncClient, email: str) -> dict[str, Any]:
    answer = await join(client, email)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def add_card(client: httpx.AsyncClient, owner: str, number: str) -> httpx.Response:
    return await client.post(f"/members/{owner}/cards", json={"number": number})


async def addresses(client: httpx.AsyncClient) -> list[str]:
    return [each["email"] for each in (await client.get("/members")).json()]


async def test_whoever_joined_is_there_at_once(client: httpx.AsyncClient) -> None:
    for _ in range(30):
        created = await member(client, fresh("quick"))
        answer = await client.get(f"/members/{created['id']}")
        assert (answer.status_code, answer.json()) == (200, created)


async def test_a_change_is_seen_at_once(client: httpx.AsyncClient) -> None:
    created = await member(client, fresh("change"))
    for turn in range(20):
        body = {"email": created["email"], "name": f"Name {turn}"}
        assert (await client.put(f"/members/{created['id']}", json=body)).status_code == 200
        assert (await client.get(f"/members/{created['id']}")).json()["name"] == f"Name {turn}"


async def test_many_at_once_are_there_at_once(client: httpx.AsyncClient) -> None:
    async def join_and_look() -> int:
        created = await member(client, fresh("crowd"))
        return (await client.get(f"/members/{created['id']}")).status_code

    assert await asyncio.gather(*(join_and_look() for _ in range(40))) == [200] * 40


@pytest.mark.parametrize("again", ["taken@example.com", "TAKEN@example.com"])
async def test_an_address_that_is_taken_is_409(client: httpx.AsyncClient, again: str) -> None:
    await join(client, "taken@example.com")
    assert (await join(client, again)).status_code == 409
    assert (await addresses(client)).count("taken@example.com") == 1


async def test_changing_to_an_address_that_is_taken_is_409(client: httpx.AsyncClient) -> None:
    first, second = await member(client, fresh("first")), await member(client, fresh("second"))
    body = {"email": first["email"], "name": "New name"}
    assert (await client.put(f"/members/{second['id']}", json=body)).status_code == 409
    assert (await client.get(f"/members/{second['id']}")).json() == second


async def test_ones_own_address_is_not_taken(client: httpx.AsyncClient) -> None:
    created = await member(client, fresh("own"))
    body = {"email": created["email"], "name": "Renamed"}
    answer = await client.put(f"/members/{created['id']}", json=body)
    assert (answer.status_code, answer.json()) == (200, created | {"name": "Renamed"})


async def test_a_card_number_that_is_taken_is_409(client: httpx.AsyncClient) -> None:
    one, other = await member(client, fresh("card")), await member(client, fresh("card"))
    number = fresh("N")
    answers = [await add_card(client, owner["id"], number) for owner in (one, one, other)]
    assert [answer.status_code for answer in answers] == [201, 409, 409]
    assert (await client.get(f"/members/{one['id']}/cards")).json() == [answers[0].json()]
    assert (await client.get(f"/members/{other['id']}/cards")).json() == []


async def test_of_the_same_address_at_the_same_moment_one_is_stored(client: httpx.AsyncClient) -> None:
    for _ in range(3):
        email = fresh("race")
        answers = await asyncio.gather(*(join(client, email) for _ in range(10)))
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 9}
        stored = next(answer.json() for answer in answers if answer.status_code == 201)
        assert (await client.get(f"/members/{stored['id']}")).status_code == 200
        assert (await addresses(client)).count(email) == 1


async def test_of_the_same_card_at_the_same_moment_one_is_stored(client: httpx.AsyncClient) -> None:
    owner, number = (await member(client, fresh("cards")))["id"], fresh("R")
    answers = await asyncio.gather(*(add_card(client, owner, number) for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 9}
    assert len((await client.get(f"/members/{owner}/cards")).json()) == 1


async def test_the_rest_is_as_before(client: httpx.AsyncClient) -> None:
    nobody = uuid4()
    answers = [
        await client.get(f"/members/{nobody}"),
        await client.put(f"/members/{nobody}", json={"email": fresh("x"), "name": "X"}),
        await add_card(client, str(nobody), "N"),
        await client.get(f"/members/{nobody}/cards"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await join(client, "", "X")).status_code == 422
