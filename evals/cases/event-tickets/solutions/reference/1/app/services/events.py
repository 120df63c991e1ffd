"""Events."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.models.event import Event, NewEvent
from app.repositories.protocols import IUnitOfWorkFactory


class IEventService(Protocol):
    async def add(self, event: NewEvent) -> Event: ...
    async def get(self, event_id: int) -> Event: ...


@dataclass(frozen=True, slots=True)
class EventService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, event: NewEvent) -> Event:
        async with self.unit_of_work() as work:
            return await work.events.add(event)

    async def get(self, event_id: int) -> Event:
        async with self.unit_of_work() as work:
            event = await work.events.find(event_id)
        if event is None:
            raise NotFoundError("event", event_id)
        return event
