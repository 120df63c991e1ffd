"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.protocols import IWeatherGateway
from app.gateways.weather import WeatherGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.huts import HutService, IHutService

WEATHER_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    weather: IWeatherGateway

    def huts(self) -> IHutService:
        return HutService(self.unit_of_work, self.weather)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=config.weather_url, timeout=None))
        await create_missing_tables(engine)
        unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(unit_of_work, WeatherGateway(client, WEATHER_SECONDS))
