"""Customers in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.checkout import Customer
from app.repositories.rows import CustomerRow


@dataclass(frozen=True, slots=True)
class CustomerRepository:
    session: AsyncSession

    async def add(self, name: str) -> Customer:
        row = CustomerRow(name=name)
        self.session.add(row)
        await self.session.flush()
        return Customer(id=row.id, name=name)

    async def find(self, customer_id: int) -> Customer | None:
        row = await self.session.get(CustomerRow, customer_id)
        return None if row is None else Customer(id=row.id, name=row.name)
