"""Discount codes in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import CodeTakenError
from app.models.code import Code, NewCode
from app.repositories.rows import CodeRow, OrderRow
from app.repositories.standing import IS_TAKEN


@dataclass(frozen=True, slots=True)
class CodeRepository:
    session: AsyncSession

    async def add(self, event_id: int, code: NewCode) -> Code:
        row = CodeRow(
            event_id=event_id, code=code.code, percent=code.percent, uses=code.uses, category=code.category
        )
        self.session.add(row)
        try:
            await self.session.flush()
        except IntegrityError as error:
            raise CodeTakenError(code.code) from error
        return await self._to_code(row)

    async def find(self, event_id: int, code: str) -> Code | None:
        row = await self.session.get(CodeRow, (event_id, code))
        return None if row is None else await self._to_code(row)

    async def _to_code(self, row: CodeRow) -> Code:
        query = select(func.count()).where(
            OrderRow.event_id == row.event_id, OrderRow.code == row.code, IS_TAKEN
        )
        used = await self.session.scalar(query) or 0
        return Code(
            code=row.code, percent=row.percent, uses=row.uses, left=row.uses - used, category=row.category
        )
