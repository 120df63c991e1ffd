"""A hundred reports in the same second."""

import asyncio
import time

import httpx

REPORTS = 100


async def test_a_hundred_reports_leave_the_service_responsive(client: httpx.AsyncClient) -> None:
    # A service that holds a connection for each pending report needs far longer than the client waits.
    answers = await asyncio.gather(
        *(client.post("/reports", json={"region": "slow"}) for _ in range(REPORTS))
    )
    assert [answer.status_code for answer in answers] == [202] * REPORTS

    start = time.perf_counter()
    looked_up = await asyncio.gather(
        *(client.get(f"/reports/{answer.json()['id']}") for answer in answers[:20])
    )
    looked_up_after = time.perf_counter() - start
    assert [answer.status_code for answer in looked_up] == [200] * 20
    assert looked_up_after < 5, f"looking up took {looked_up_after:.1f} s"

    end = time.monotonic() + 20
    while len((await client.get("/reports", params={"status": "done"})).json()) < REPORTS:
        assert time.monotonic() < end, "not all reports are ready; one after the other they would take 200 s"
        await asyncio.sleep(0.2)
