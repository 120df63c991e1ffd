"""Idempotency keys in the table `receipts`."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.receipt import Receipt
from app.repositories.orm import ReceiptRow


# region: idempotency-repository
@dataclass(frozen=True, slots=True)
class ReceiptRepository:
    session: AsyncSession

    async def claim(self, receipt: Receipt) -> Receipt | None:
        # A second request with the key waits here until the first has committed or rolled back.
        claim = insert(ReceiptRow).values(asdict(receipt)).on_conflict_do_nothing()
        if await self.session.scalar(claim.returning(ReceiptRow.key)):
            return None
        mine = (ReceiptRow.owner_id == receipt.owner_id, ReceiptRow.key == receipt.key)
        row = (await self.session.scalars(select(ReceiptRow).where(*mine))).one()
        return Receipt(row.owner_id, row.key, row.fingerprint, row.recipe_id)


# endregion
