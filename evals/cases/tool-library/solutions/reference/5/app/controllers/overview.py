"""A member at a glance, from everything that knows the member."""

from asyncio import TaskGroup
from dataclasses import dataclass
from typing import Protocol

from app.models.overview import Overview
from app.services.loans import ILoanService
from app.services.members import IMemberService
from app.services.reservations import IReservationService


class IOverviewController(Protocol):
    async def of_member(self, member_id: int) -> Overview: ...


@dataclass(frozen=True, slots=True)
class OverviewController:
    members: IMemberService
    loans: ILoanService
    reservations: IReservationService

    async def of_member(self, member_id: int) -> Overview:
        member = await self.members.get(member_id)
        async with TaskGroup() as group:
            loans = group.create_task(self.loans.of_member(member_id, "open"))
            deposits = group.create_task(self.loans.deposits_of(member_id))
            reservations = group.create_task(self.reservations.of_member(member_id))
        return Overview(
            member,
            self.loans.limit_of(member.plan),
            loans.result(),
            reservations.result(),
            deposits.result(),
        )
