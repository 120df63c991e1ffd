"""May this process get requests?"""

import asyncio
from dataclasses import dataclass

from app.errors import DatabaseUnavailableError
from app.repositories.protocols import IUnitOfWorkFactory

PATIENCE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class ReadinessService:
    unit_of_work: IUnitOfWorkFactory

    # region: readiness
    async def check(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self.unit_of_work() as work:
                await work.ping()
        except TimeoutError as error:
            raise DatabaseUnavailableError from error

    # endregion
