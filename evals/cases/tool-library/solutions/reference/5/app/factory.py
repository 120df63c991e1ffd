"""Puts the application together."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.controllers.overview import IOverviewController, OverviewController
from app.gateways.deposits import DepositGateway
from app.gateways.protocols import IDepositGateway, ITurns
from app.gateways.turns import Turns
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.tables import create_missing_tables
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.loans import ILoanService, LoanService
from app.services.members import IMemberService, MemberService
from app.services.reservations import IReservationService, ReservationService
from app.services.tools import IToolService, ToolService

DEPOSIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Factory:
    unit_of_work: IUnitOfWorkFactory
    deposits: IDepositGateway
    turns: ITurns

    def members(self) -> IMemberService:
        return MemberService(self.unit_of_work)

    def tools(self) -> IToolService:
        return ToolService(self.unit_of_work)

    def loans(self) -> ILoanService:
        return LoanService(self.unit_of_work, self.deposits, self.turns)

    def reservations(self) -> IReservationService:
        return ReservationService(self.unit_of_work)

    def overview(self) -> IOverviewController:
        return OverviewController(self.members(), self.loans(), self.reservations())


@asynccontextmanager
async def open_factory(config: AppConfig) -> AsyncGenerator[Factory]:
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url)
        stack.push_async_callback(engine.dispose)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=config.deposits_url, timeout=DEPOSIT_SECONDS)
        )
        await create_missing_tables(engine)
        unit_of_work = UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False))
        yield Factory(unit_of_work, DepositGateway(client), Turns())
