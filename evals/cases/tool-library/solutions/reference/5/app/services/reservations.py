"""The line for a tool."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import AlreadyInLineError, NotFoundError, NotInLineError
from app.models.reservation import NewReservation, Reservation
from app.repositories.protocols import IUnitOfWorkFactory


class IReservationService(Protocol):
    async def reserve(self, wanted: NewReservation) -> Reservation: ...
    async def get(self, reservation_id: int) -> Reservation: ...
    async def of_tool(self, tool_id: int) -> list[Reservation]: ...
    async def of_member(self, member_id: int) -> list[Reservation]: ...
    async def cancel(self, reservation_id: int) -> Reservation: ...


@dataclass(frozen=True, slots=True)
class ReservationService:
    unit_of_work: IUnitOfWorkFactory

    async def reserve(self, wanted: NewReservation) -> Reservation:
        async with self.unit_of_work() as work:
            if await work.members.find(wanted.member_id) is None:
                raise NotFoundError("member", wanted.member_id)
            tool = await work.tools.lock(wanted.tool_id)
            if tool is None:
                raise NotFoundError("tool", wanted.tool_id)
            line = await work.reservations.active(wanted.tool_id)
            if any(one.member_id == wanted.member_id for one in line):
                raise AlreadyInLineError(wanted.member_id)
            if await work.loans.has_open(wanted.member_id, wanted.tool_id):
                raise AlreadyInLineError(wanted.member_id)
            return await work.reservations.add(wanted, "ready" if tool.available else "waiting")

    async def get(self, reservation_id: int) -> Reservation:
        async with self.unit_of_work() as work:
            reservation = await work.reservations.find(reservation_id)
        if reservation is None:
            raise NotFoundError("reservation", reservation_id)
        return reservation

    async def of_tool(self, tool_id: int) -> list[Reservation]:
        async with self.unit_of_work() as work:
            if await work.tools.find(tool_id) is None:
                raise NotFoundError("tool", tool_id)
            return await work.reservations.active(tool_id)

    async def of_member(self, member_id: int) -> list[Reservation]:
        async with self.unit_of_work() as work:
            return await work.reservations.of_member(member_id)

    async def cancel(self, reservation_id: int) -> Reservation:
        tool_id = (await self.get(reservation_id)).tool_id
        async with self.unit_of_work() as work:
            await work.tools.lock(tool_id)
            reservation = await work.reservations.find(reservation_id)
            if reservation is None or not reservation.is_active:
                raise NotInLineError(reservation_id)
            await work.reservations.set_status(reservation_id, "cancelled")
            if reservation.status == "ready":
                await work.reservations.serve_next(tool_id)
        return await self.get(reservation_id)
