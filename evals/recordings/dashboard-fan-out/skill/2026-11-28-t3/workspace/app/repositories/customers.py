"""Customers in the database."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.customer import Customer
from app.repositories.orm import CustomerRow


@dataclass(frozen=True, slots=True)
class CustomerRepository:
    session: AsyncSession

    async def add(self, name: str) -> Customer:
        row = CustomerRow(name=name)
        self.session.add(row)
        await self.session.flush()
        return _to_model(row)

    async def find(self, customer_id: int) -> Customer | None:
        row = await self.session.scalar(select(CustomerRow).where(CustomerRow.id == customer_id))
        return _to_model(row) if row else None


def _to_model(row: CustomerRow) -> Customer:
    return Customer(row.id, row.name)
