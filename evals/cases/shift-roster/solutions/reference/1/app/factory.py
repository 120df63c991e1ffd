"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.people import IPersonService, PersonService
from app.services.roster import IRosterService, RosterService
from app.services.shifts import IShiftService, ShiftService


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory

    def people(self) -> IPersonService:
        return PersonService(self.unit_of_work)

    def shifts(self) -> IShiftService:
        return ShiftService(self.unit_of_work)

    def roster(self) -> IRosterService:
        return RosterService(self.unit_of_work)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    engine = create_async_engine(config.database_url)
    try:
        await create_missing_tables(engine)
        yield Factory(UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)))
    finally:
        await engine.dispose()
