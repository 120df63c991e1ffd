from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.models.shop import Customer
from app.repositories.orm.shop import CustomerRow


@dataclass(frozen=True, slots=True)
class CustomerRepository:
    session: AsyncSession

    async def add(self, name: str) -> Customer:
        row = CustomerRow(name=name)
        self.session.add(row)
        await self.session.flush()
        return to_customer(row)


def to_customer(row: CustomerRow) -> Customer:
    return Customer(row.id, row.name)
