import asyncio


async def test_greets(client, app_log):
    assert (await client.get("/")).json() == {"greeting": "hello"}
    assert "Started server" in app_log()


async def test_asks_the_clock(client, stub):
    stub["CLOCK_URL"].hour = 7
    assert (await client.get("/hour")).json() == {"hour": 7}


async def test_counts_a_burst(client, database):
    await asyncio.gather(*(client.post("/visits") for _ in range(50)))
    assert await database.fetchval("SELECT n FROM visits") == 50
