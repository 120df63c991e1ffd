"""Telling people, apart from the changes they are told about."""

from asyncio import Semaphore, TaskGroup
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.gateways.protocols import IMessageGateway
from app.models.notification import Delivery, Notification
from app.repositories.protocols import IUnitOfWorkFactory

AT_A_TIME = 10
BATCH = 100
SHOWN = 100


class INotificationService(Protocol):
    async def of_person(self, person_id: int) -> list[Notification]: ...
    async def deliver(self) -> Delivery: ...


@dataclass(frozen=True, slots=True)
class NotificationService:
    """`slots` is shared by all deliveries: they count together."""

    unit_of_work: IUnitOfWorkFactory
    messages: IMessageGateway
    slots: Semaphore

    async def of_person(self, person_id: int) -> list[Notification]:
        async with self.unit_of_work() as work:
            if await work.people.find(person_id) is None:
                raise NotFoundError("person", person_id)
            return await work.notifications.newest_of(person_id, SHOWN)

    async def deliver(self) -> Delivery:
        async with self.unit_of_work() as work:
            claimed = await work.notifications.claim(BATCH)
        # No transaction is open while messages are sent.
        async with TaskGroup() as group:
            tasks = [group.create_task(self._send(one)) for one in claimed]
        sent = [one.id for one, task in zip(claimed, tasks, strict=True) if task.result()]
        failed = [one.id for one, task in zip(claimed, tasks, strict=True) if not task.result()]
        async with self.unit_of_work() as work:
            await work.notifications.set_status(sent, "sent")
            await work.notifications.set_status(failed, "waiting")
        return Delivery(len(sent), len(failed))

    async def _send(self, notification: Notification) -> bool:
        async with self.slots:
            return await self.messages.send(notification)
