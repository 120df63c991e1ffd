"""The real processes: uvicorn, the worker, Alembic."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import ADA, ROOT, HeadersOf
from tests.food_api import FoodApi

RECIPE = {"title": "Apple pie", "ingredients": [{"food": "apple", "grams": 500}]}


def run(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    full = {**os.environ, **env}
    return subprocess.run(
        command, cwd=ROOT, env=full, capture_output=True, text=True, check=False, timeout=120
    )


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(env: dict[str, str], port: int) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.app:create_app", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/ready", process)
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url).status_code == 204:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"{url} never became ready")


@pytest.mark.usefixtures("engine")
def test_uvicorn_serves_logs_and_ends_gracefully(
    env: dict[str, str], headers: HeadersOf, food_api: FoodApi
) -> None:
    food_api.seconds = 0.5
    port = free_port()
    own = {**headers(ADA), "x-request-id": "trace-me"}
    with (
        serving(env, port) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=own) as client,
    ):
        created = client.post("/recipes", json=RECIPE)
        assert (created.status_code, created.headers["x-request-id"]) == (201, "trace-me")
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(client.get, f"/recipes/{created.json()['id']}/cooking", timeout=10)
            while not food_api.in_flight:
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)  # with a request in hand
        assert (slow.result().status_code, slow.result().json()["energy"]["kcal"]) == (200, 260)
        output, _ = process.communicate(timeout=60)
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    mine = [line["event"] for line in lines if line["request_id"] == "trace-me"]
    assert mine == ["recipe_created", "request", "request"]


@pytest.mark.usefixtures("engine")
def test_an_incomplete_environment_stops_the_start_with_one_message() -> None:
    result = run({"DATABASE_URL": ""}, "uvicorn", "--factory", "app.app:create_app")
    assert result.returncode != 0
    assert "DATABASE_URL, TOKEN_SECRET, NUTRITION_URL, ANNOUNCEMENTS_URL" in result.stderr


async def test_the_worker_sends_what_the_web_app_wrote(
    env: dict[str, str], client: httpx.AsyncClient, food_api: FoodApi
) -> None:
    recipe = (await client.post("/recipes", json=RECIPE)).json()
    first = run(env, "app.worker", "--once")
    assert first.returncode == 0, first.stderr
    assert [news["recipe_id"] for news in food_api.announced.values()] == [recipe["id"]]
    assert '"delivered": 1' in first.stdout
    assert '"delivered": 0' in run(env, "app.worker", "--once").stdout


def test_the_worker_names_what_the_environment_lacks() -> None:
    result = run({"DATABASE_URL": ""}, "app.worker", "--once")
    assert result.returncode == 2
    assert "DATABASE_URL, TOKEN_SECRET" in result.stderr
    assert "Traceback" not in result.stderr


def test_one_round_in_an_outage_fails_and_says_so(env: dict[str, str]) -> None:
    result = run({**env, "DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:1/x"}, "app.worker", "--once")
    assert result.returncode == 1
    assert "round_failed" in result.stdout


@pytest.mark.usefixtures("engine")
def test_the_worker_ends_at_sigterm(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "app.worker"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "round_done" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


# region: migration-test
def test_the_migrations_and_the_orm_classes_agree(database_url: str) -> None:
    result = run({"DATABASE_URL": database_url}, "alembic", "check")
    assert result.returncode == 0, result.stdout + result.stderr


# endregion


def test_the_migrations_go_back_and_forth(database_url: str, engine: AsyncEngine) -> None:
    for words in (("downgrade", "base"), ("upgrade", "head")):
        result = run({"DATABASE_URL": database_url}, "alembic", *words)
        assert result.returncode == 0, result.stderr


def test_the_migrations_can_be_read_as_sql(database_url: str) -> None:
    result = run({"DATABASE_URL": database_url}, "alembic", "upgrade", "head", "--sql")
    assert "CREATE TABLE recipes" in result.stdout
