from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Customer
from app.repositories.mapping import to_customer
from app.repositories.orm import CustomerRow


@dataclass(frozen=True, slots=True)
class CustomerRepository:
    session: AsyncSession

    async def add(self, name: str) -> Customer:
        row = CustomerRow(name=name)
        self.session.add(row)
        await self.session.flush()
        return to_customer(row)
