"""The customers of the shop."""

from dataclasses import dataclass

from app.models.customer import Customer
from app.repositories.protocols import IUnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class CustomerService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, name: str) -> Customer:
        async with self.unit_of_work() as work:
            return await work.customers.add(name)

    async def find(self, customer_id: int) -> Customer | None:
        async with self.unit_of_work() as work:
            return await work.customers.find(customer_id)
