"""Who may see, change and share a document, and what the others are told."""

import hashlib
import hmac
import time
from typing import Any

import httpx
import pytest

SECRET = b"a secret of the tests"


def token(user: str, valid_seconds: float = 60, secret: bytes = SECRET) -> str:
    signed = f"{user}.{int(time.time() + valid_seconds)}"
    return f"{signed}.{hmac.new(secret, signed.encode(), hashlib.sha256).hexdigest()}"


def as_user(user: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(user)}"}


async def create(client: httpx.AsyncClient, user: str = "ada", title: str = "Plan") -> dict[str, Any]:
    answer = await client.post("/documents", json={"title": title, "text": "Text"}, headers=as_user(user))
    assert answer.status_code == 201, answer.text
    document = dict(answer.json())
    expected = {"id": document["id"], "owner": user, "title": title, "text": "Text", "readers": []}
    assert document == expected
    return document


async def share(client: httpx.AsyncClient, document: int, reader: str, owner: str = "ada") -> None:
    answer = await client.put(f"/documents/{document}/readers/{reader}", headers=as_user(owner))
    assert answer.status_code == 204, answer.text


def forged_tokens() -> dict[str, str]:
    user, expires, signature = token("ada").split(".")
    return {
        "empty": "",
        "one word": "Bearer nonsense",
        "another scheme": f"Basic {token('ada')}",
        "another user": f"Bearer bob.{expires}.{signature}",
        "a later end": f"Bearer {user}.{int(expires) + 999}.{signature}",
        "another secret": f"Bearer {token('ada', secret=b'guess')}",
        "expired": f"Bearer {token('ada', -5)}",
        "no number": f"Bearer ada.soon.{hmac.new(SECRET, b'ada.soon', hashlib.sha256).hexdigest()}",
        "no signature": f"Bearer {user}.{expires}.",
    }


@pytest.mark.parametrize("kind", forged_tokens())
async def test_a_bad_token_is_401(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.get("/documents", headers={"Authorization": forged_tokens()[kind]})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_no_token_is_401_everywhere(client: httpx.AsyncClient) -> None:
    document = (await create(client))["id"]
    answers = [
        await client.get("/documents"),
        await client.post("/documents", json={"title": "x"}),
        await client.get(f"/documents/{document}"),
        await client.get("/documents/999999"),
        await client.patch(f"/documents/{document}", json={"title": 5}),
        await client.delete(f"/documents/{document}"),
        await client.put(f"/documents/{document}/readers/bob"),
        await client.delete(f"/documents/{document}/readers/bob"),
    ]
    assert [answer.status_code for answer in answers] == [401] * 8
    assert all(answer.headers.get("WWW-Authenticate") == "Bearer" for answer in answers)


async def test_a_bad_body_is_422(client: httpx.AsyncClient) -> None:
    assert (await client.post("/documents", json={"title": "x"}, headers=as_user("ada"))).status_code == 422


async def test_the_owner_does_everything(client: httpx.AsyncClient) -> None:
    document = await create(client)
    path, ada = f"/documents/{document['id']}", as_user("ada")
    changed = await client.patch(path, json={"title": "New"}, headers=ada)
    assert changed.status_code == 200, changed.text
    assert changed.json() == document | {"title": "New"}
    for reader in ("zoe", "bob", "bob"):
        await share(client, document["id"], reader)
    assert (await client.get(path, headers=ada)).json()["readers"] == ["bob", "zoe"]
    for _ in range(2):
        assert (await client.delete(f"{path}/readers/zoe", headers=ada)).status_code == 204
    assert (await client.get(path, headers=ada)).json()["readers"] == ["bob"]
    changed = await client.patch(path, json={"text": "More"}, headers=ada)
    assert changed.json() == document | {"title": "New", "text": "More", "readers": ["bob"]}
    assert (await client.delete(path, headers=ada)).status_code == 204
    assert (await client.get(path, headers=ada)).status_code == 404


async def test_a_reader_reads_and_is_forbidden_the_rest(client: httpx.AsyncClient) -> None:
    document = (await create(client))["id"]
    path, bob = f"/documents/{document}", as_user("bob")
    await share(client, document, "bob")
    assert (await client.get(path, headers=bob)).json()["owner"] == "ada"
    answers = [
        await client.patch(path, json={"title": "Mine"}, headers=bob),
        await client.delete(path, headers=bob),
        await client.put(f"{path}/readers/eve", headers=bob),
        await client.delete(f"{path}/readers/bob", headers=bob),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert (await client.get(path, headers=as_user("ada"))).json()["title"] == "Plan"


async def test_a_stranger_cannot_tell_it_from_nothing(client: httpx.AsyncClient) -> None:
    document = (await create(client))["id"]
    for number in (document, 999_999):
        path, eve = f"/documents/{number}", as_user("eve")
        answers = [
            await client.get(path, headers=eve),
            await client.patch(path, json={"title": "Mine"}, headers=eve),
            await client.delete(path, headers=eve),
            await client.put(f"{path}/readers/eve", headers=eve),
            await client.delete(f"{path}/readers/eve", headers=eve),
        ]
        assert [answer.status_code for answer in answers] == [404] * 5


async def test_a_former_reader_is_a_stranger(client: httpx.AsyncClient) -> None:
    document = (await create(client))["id"]
    await share(client, document, "bob")
    await client.delete(f"/documents/{document}/readers/bob", headers=as_user("ada"))
    assert (await client.get(f"/documents/{document}", headers=as_user("bob"))).status_code == 404


async def test_the_list_has_what_is_mine_and_what_the_caller_may_read(client: httpx.AsyncClient) -> None:
    mine = await create(client, "gus", "Mine")
    shared = await create(client, "hal", "Shared")
    await create(client, "hal", "Secret")
    await share(client, shared["id"], "gus", owner="hal")
    listed = await client.get("/documents", headers=as_user("gus"))
    assert [document["id"] for document in listed.json()] == [mine["id"], shared["id"]]
    assert listed.json()[1]["readers"] == ["gus"]
