"""One report at a time: what is answered at once, and what becomes of it."""

import asyncio
import time
from typing import Any

import httpx
import pytest


async def request(client: httpx.AsyncClient, region: str) -> dict[str, Any]:
    answer = await client.post("/reports", json={"region": region})
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


async def finished(client: httpx.AsyncClient, number: int, seconds: float = 8) -> dict[str, Any]:
    end = time.monotonic() + seconds
    while True:
        answer = await client.get(f"/reports/{number}")
        assert answer.status_code == 200, answer.text
        if answer.json()["status"] != "pending":
            return dict(answer.json())
        assert time.monotonic() < end, "the report is still pending"
        await asyncio.sleep(0.05)


async def test_a_report_is_accepted_then_done(client: httpx.AsyncClient) -> None:
    accepted = await request(client, "north")
    assert accepted == {
        "id": accepted["id"],
        "region": "north",
        "status": "pending",
        "total_cents": None,
        "error": None,
    }
    assert await finished(client, accepted["id"]) == accepted | {"status": "done", "total_cents": 357}


async def test_the_answer_does_not_wait_for_the_report(client: httpx.AsyncClient) -> None:
    start = time.perf_counter()
    accepted = await request(client, "slow")
    seconds = time.perf_counter() - start
    known = await client.get(f"/reports/{accepted['id']}")
    assert known.status_code == 200
    assert known.json()["status"] == "pending"
    assert seconds < 1, f"the answer took {seconds:.1f} s"
    assert (await finished(client, accepted["id"]))["status"] == "done"


@pytest.mark.parametrize(
    ("region", "error"),
    [
        ("nowhere", "unknown region"),
        ("broken", "sales system unavailable"),
        ("silent", "sales system unavailable"),
    ],
)
async def test_a_report_that_fails_says_why(client: httpx.AsyncClient, region: str, error: str) -> None:
    accepted = await request(client, region)
    report = await finished(client, accepted["id"])
    assert report == accepted | {"status": "failed", "error": error}


async def test_a_failure_does_not_stop_the_next_report(client: httpx.AsyncClient) -> None:
    broken, good = await request(client, "broken"), await request(client, "south")
    assert (await finished(client, broken["id"]))["status"] == "failed"
    assert (await finished(client, good["id"]))["status"] == "done"


async def test_reports_by_status(client: httpx.AsyncClient) -> None:
    done, failed = await request(client, "east"), await request(client, "nowhere")
    await finished(client, done["id"])
    await finished(client, failed["id"])
    for status, number in [("done", done["id"]), ("failed", failed["id"])]:
        listed = (await client.get("/reports", params={"status": status})).json()
        assert number in [report["id"] for report in listed]
        assert {report["status"] for report in listed} == {status}
    numbers = [report["id"] for report in (await client.get("/reports")).json()]
    assert numbers == sorted(numbers)
    assert {done["id"], failed["id"]} <= set(numbers)


async def test_statuses(client: httpx.AsyncClient) -> None:
    assert (await client.get("/reports/999999")).status_code == 404
    assert (await client.post("/reports", json={"region": ""})).status_code == 422
    assert (await client.get("/reports", params={"status": "lost"})).status_code == 422
