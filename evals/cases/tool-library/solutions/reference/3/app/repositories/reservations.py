"""Reservations in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.reservation import NewReservation, Reservation
from app.repositories.rows import ReservationRow

ACTIVE = ("waiting", "ready")


def to_reservation(row: ReservationRow) -> Reservation:
    return Reservation(id=row.id, tool_id=row.tool_id, member_id=row.member_id, status=row.status)


@dataclass(frozen=True, slots=True)
class ReservationRepository:
    session: AsyncSession

    async def add(self, reservation: NewReservation, status: str) -> Reservation:
        row = ReservationRow(tool_id=reservation.tool_id, member_id=reservation.member_id, status=status)
        self.session.add(row)
        await self.session.flush()
        return to_reservation(row)

    async def find(self, reservation_id: int) -> Reservation | None:
        query = (
            select(ReservationRow)
            .where(ReservationRow.id == reservation_id)
            .execution_options(populate_existing=True)
        )
        row = await self.session.scalar(query)
        return None if row is None else to_reservation(row)

    async def active(self, tool_id: int) -> list[Reservation]:
        """Those waiting or ready, oldest first."""
        query = (
            select(ReservationRow)
            .where(ReservationRow.tool_id == tool_id, ReservationRow.status.in_(ACTIVE))
            .order_by(ReservationRow.id)
            .execution_options(populate_existing=True)
        )
        return [to_reservation(row) for row in await self.session.scalars(query)]

    async def set_status(self, reservation_id: int, status: str) -> None:
        query = update(ReservationRow).where(ReservationRow.id == reservation_id).values(status=status)
        await self.session.execute(query)

    async def serve_next(self, tool_id: int) -> None:
        """The oldest that waits for this tool, if any, becomes ready."""
        oldest = (
            select(ReservationRow.id)
            .where(ReservationRow.tool_id == tool_id, ReservationRow.status == "waiting")
            .order_by(ReservationRow.id)
            .limit(1)
            .scalar_subquery()
        )
        await self.session.execute(
            update(ReservationRow).where(ReservationRow.id == oldest).values(status="ready")
        )
