from dataclasses import dataclass

from app.models.shop import Customer
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class CustomerService:
    unit_of_work: IUnitOfWorkFactory

    async def register(self, name: str) -> Customer:
        async with self.unit_of_work() as work:
            return await work.customers.add(name)
