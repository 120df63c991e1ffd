"""Puts the application together."""

from asyncio import Semaphore
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.gateways.messages import MessageGateway
from app.gateways.protocols import IMessageGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.notifications import AT_A_TIME, INotificationService, NotificationService
from app.services.payroll import IPayrollService, PayrollService
from app.services.people import IPersonService, PersonService
from app.services.roster import IRosterService, RosterService
from app.services.shifts import IShiftService, ShiftService
from app.services.swaps import ISwapService, SwapService

MESSAGE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    messages: IMessageGateway
    slots: Semaphore

    def people(self) -> IPersonService:
        return PersonService(self.unit_of_work)

    def shifts(self) -> IShiftService:
        return ShiftService(self.unit_of_work)

    def roster(self) -> IRosterService:
        return RosterService(self.unit_of_work)

    def swaps(self) -> ISwapService:
        return SwapService(self.unit_of_work)

    def notifications(self) -> INotificationService:
        return NotificationService(self.unit_of_work, self.messages, self.slots)

    def payroll(self) -> IPayrollService:
        return PayrollService(self.unit_of_work)


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.messages_url, timeout=MESSAGE_SECONDS)
        )
        await create_missing_tables(engine)
        unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(unit_of_work, MessageGateway(client), Semaphore(AT_A_TIME))
