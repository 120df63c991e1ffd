"""Work that goes on after the answer, for as long as the process lives."""

from asyncio import TaskGroup
from collections.abc import Coroutine
from dataclasses import dataclass

import structlog

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Background:
    group: TaskGroup

    def start(self, work: Coroutine[None, None, None]) -> None:
        self.group.create_task(self._guarded(work))

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        # One piece of work that breaks must not end the others of its group.
        try:
            await work
        except Exception:
            logger.exception("background_work_broke")
