"""Where implementations meet Protocols. Nothing here decides anything."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import AppConfig
from app.controllers.cooking import CookingController
from app.controllers.dashboard import DashboardController
from app.gateways.announcements import AnnouncementGateway
from app.gateways.nutrition import NutritionGateway
from app.gateways.protocols import IAnnouncementGateway, INutritionGateway
from app.repositories.protocols import IUnitOfWorkFactory
from app.repositories.unit_of_work import UnitOfWorkFactory
from app.services.announcements import AnnouncementService
from app.services.nutrition import NutritionService
from app.services.pantry import PantryService
from app.services.protocols import (
    IAnnouncementService,
    INutritionService,
    IPantryService,
    IReadinessService,
    IRecipeService,
    ITokenService,
)
from app.services.readiness import ReadinessService
from app.services.recipes import RecipeService
from app.services.tokens import TokenService

ANNOUNCEMENT_DEADLINE_SECONDS = 5.0
# Seconds to connect, milliseconds for a statement: nothing waits for ever.
CONNECT: dict[str, Any] = {"timeout": 5, "server_settings": {"statement_timeout": "10000"}}


# region: singletons
@dataclass(frozen=True, slots=True)
class Singletons:
    """What lives as long as the process."""

    config: AppConfig
    unit_of_work: IUnitOfWorkFactory
    nutrition: INutritionGateway
    announcements: IAnnouncementGateway


@asynccontextmanager
async def open_singletons(config: AppConfig) -> AsyncGenerator[Singletons]:
    """Opens in order, closes in reverse. The web app and the worker both live inside this block."""
    async with AsyncExitStack() as stack:
        engine = create_async_engine(config.database_url, connect_args=CONNECT, pool_timeout=10)
        stack.push_async_callback(engine.dispose)
        # Gateways bound themselves: httpx's own limit can lose slots when calls are cancelled.
        limits = httpx.Limits(max_connections=None)
        client = await stack.enter_async_context(httpx.AsyncClient(limits=limits))
        yield Singletons(
            config=config,
            unit_of_work=UnitOfWorkFactory(async_sessionmaker(engine, expire_on_commit=False)),
            nutrition=NutritionGateway(
                client,
                config.nutrition_url,
                asyncio.Semaphore(config.nutrition_max_concurrency),
                config.nutrition_deadline_seconds,
            ),
            announcements=AnnouncementGateway(
                client, config.announcements_url, ANNOUNCEMENT_DEADLINE_SECONDS
            ),
        )


# endregion


# region: factory
@dataclass(frozen=True, slots=True)
class Factory:
    """Made for each request; the return types are Protocols, so the type checker proves the match."""

    singletons: Singletons

    def recipe_service(self) -> IRecipeService:
        return RecipeService(self.singletons.unit_of_work)

    def pantry_service(self) -> IPantryService:
        return PantryService(self.singletons.unit_of_work)

    def nutrition_service(self) -> INutritionService:
        return NutritionService(self.singletons.unit_of_work, self.singletons.nutrition)

    def dashboard_controller(self) -> DashboardController:
        return DashboardController(self.recipe_service(), self.pantry_service(), self.nutrition_service())

    # endregion

    def cooking_controller(self) -> CookingController:
        return CookingController(self.recipe_service(), self.pantry_service(), self.nutrition_service())

    def token_service(self) -> ITokenService:
        return TokenService(self.singletons.config.token_secret)

    def readiness_service(self) -> IReadinessService:
        return ReadinessService(self.singletons.unit_of_work)

    def announcement_service(self) -> IAnnouncementService:
        return AnnouncementService(self.singletons.unit_of_work, self.singletons.announcements)
