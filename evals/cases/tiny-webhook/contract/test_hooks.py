"""Signed hooks are kept, the rest is refused."""

import hashlib
import hmac
import json

import httpx
import pytest

SECRET = b"a secret of the tests"
DONE = b'{"event": "build.done"}'


def signature(body: bytes) -> str:
    return hmac.new(SECRET, body, hashlib.sha256).hexdigest()


async def send(
    client: httpx.AsyncClient, body: bytes, signed: str | None = None, delivery: str | None = None
) -> httpx.Response:
    headers = {
        "X-Signature": signature(body) if signed is None else signed,
        "Content-Type": "application/json",
    }
    return await client.post(
        "/hooks", content=body, headers=headers | ({"X-Delivery": delivery} if delivery else {})
    )


async def kept(client: httpx.AsyncClient) -> list[dict[str, str | None]]:
    return list((await client.get("/events")).json())


async def test_a_signed_hook_is_kept(client: httpx.AsyncClient) -> None:
    answer = await send(client, DONE, delivery="d1")
    assert (answer.status_code, answer.json()) == (202, {"accepted": True})
    assert (await kept(client))[0] == {"delivery": "d1", "event": "build.done"}


async def test_spaces_and_letters_belong_to_what_is_signed(client: httpx.AsyncClient) -> None:
    body = '{ "event" :  "gebäude.fertig" , "more": [1, 2] }'.encode()
    assert (await send(client, body)).status_code == 202
    assert (await kept(client))[0] == {"delivery": None, "event": "gebäude.fertig"}


@pytest.mark.parametrize(
    "signed", ["", "00", signature(b"other"), "ä".encode().hex(), "sha256=" + signature(DONE)]
)
async def test_a_bad_signature_is_401(client: httpx.AsyncClient, signed: str) -> None:
    before = await kept(client)
    assert (await send(client, DONE, signed)).status_code == 401
    assert await kept(client) == before


async def test_no_signature_is_401(client: httpx.AsyncClient) -> None:
    assert (await client.post("/hooks", content=DONE)).status_code == 401


@pytest.mark.parametrize("body", [b"no json", b"{}", b'{"event": 5}', b"[]", b""])
async def test_the_signature_is_checked_before_the_body(client: httpx.AsyncClient, body: bytes) -> None:
    assert (await send(client, body, "00")).status_code == 401
    assert (await send(client, body)).status_code == 422


async def test_a_large_body_is_413(client: httpx.AsyncClient) -> None:
    body = json.dumps({"event": "big", "padding": "x" * 70_000}).encode()
    assert (await send(client, body)).status_code == 413
    fits = json.dumps({"event": "fits", "padding": "x" * 60_000}).encode()
    assert (await send(client, fits)).status_code == 202


async def test_a_delivery_is_kept_once(client: httpx.AsyncClient) -> None:
    before = len(await kept(client))
    for _ in range(3):
        assert (await send(client, DONE, delivery="twice")).status_code == 202
    for _ in range(2):
        assert (await send(client, DONE)).status_code == 202
    assert len(await kept(client)) == before + 3


async def test_fifty_are_kept_newest_first(client: httpx.AsyncClient) -> None:
    await send(client, DONE, delivery="early")
    for number in range(50):
        await send(client, json.dumps({"event": f"e{number}"}).encode())
    assert [event["event"] for event in await kept(client)] == [
        f"e{number}" for number in reversed(range(50))
    ]
    # What was forgotten is no longer known, and may come again.
    await send(client, DONE, delivery="early")
    assert (await kept(client))[0] == {"delivery": "early", "event": "build.done"}
