"""One payment at a time: shapes, statuses and repeats."""

from collections.abc import Mapping
from types import ModuleType

import httpx
import pytest


async def pay(client: httpx.AsyncClient, key: str, account: str, cents: int = 1200) -> httpx.Response:
    body = {"account": account, "amount_cents": cents}
    return await client.post("/payments", json=body, headers={"Idempotency-Key": key})


@pytest.fixture
def provider(stub: Mapping[str, ModuleType]) -> ModuleType:
    return stub["PROVIDER_URL"]


async def test_a_payment_is_charged(client: httpx.AsyncClient, provider: ModuleType) -> None:
    answer = await pay(client, "k-ada", "ada")
    assert answer.status_code == 201, answer.text
    payment = answer.json()
    assert payment.pop("charge").startswith("ch_")
    assert payment == {
        "id": payment["id"],
        "account": "ada",
        "amount_cents": 1200,
        "status": "charged",
    }
    assert provider.calls.count("ada") == 1
    assert (await client.get(f"/payments/{payment['id']}")).json() == answer.json()
    assert (await client.get("/payments", params={"account": "ada"})).json() == [answer.json()]
    assert (await client.get("/payments/999999")).status_code == 404


async def test_a_repeat_gets_the_first_answer(client: httpx.AsyncClient, provider: ModuleType) -> None:
    first, again = await pay(client, "k-bob", "bob"), await pay(client, "k-bob", "bob")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert provider.calls.count("bob") == 1


async def test_a_key_for_another_payment_is_409(client: httpx.AsyncClient, provider: ModuleType) -> None:
    assert (await pay(client, "k-cem", "cem")).status_code == 201
    assert (await pay(client, "k-cem", "cem", 1300)).status_code == 409
    assert (await pay(client, "k-cem", "cem-other")).status_code == 409
    assert provider.calls.count("cem") == 1
    assert provider.calls.count("cem-other") == 0


async def test_a_declined_card(client: httpx.AsyncClient, provider: ModuleType) -> None:
    first, again = await pay(client, "k-poor", "poor-dan"), await pay(client, "k-poor", "poor-dan")
    assert (first.status_code, again.status_code) == (402, 402)
    assert (first.json()["status"], first.json()["charge"]) == ("declined", None)
    assert again.json() == first.json()
    assert provider.calls.count("poor-dan") == 1
    assert (await client.get(f"/payments/{first.json()['id']}")).json() == first.json()


async def test_a_provider_failure_may_be_tried_again(client: httpx.AsyncClient, provider: ModuleType) -> None:
    assert (await pay(client, "k-shaky", "shaky-eve")).status_code == 502
    assert (await client.get("/payments", params={"account": "shaky-eve"})).json() == []
    provider.recovered.add("shaky-eve")
    assert (await pay(client, "k-shaky", "shaky-eve")).status_code == 201
    assert len((await client.get("/payments", params={"account": "shaky-eve"})).json()) == 1


async def test_bad_requests_are_422(client: httpx.AsyncClient, provider: ModuleType) -> None:
    body = {"account": "fay", "amount_cents": 100}
    answers = [
        await client.post("/payments", json=body),
        await client.post("/payments", json=body, headers={"Idempotency-Key": ""}),
        await pay(client, "k-fay", "fay", 0),
    ]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert provider.calls.count("fay") == 0
