"""The customers."""

from dataclasses import dataclass
from typing import Protocol

from app.models.checkout import Customer
from app.repositories.protocols import IUnitOfWorkFactory


class ICustomerService(Protocol):
    async def add(self, name: str) -> Customer: ...
    async def find(self, customer_id: int) -> Customer | None: ...


@dataclass(frozen=True, slots=True)
class CustomerService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, name: str) -> Customer:
        async with self.unit_of_work() as work:
            return await work.customers.add(name)

    async def find(self, customer_id: int) -> Customer | None:
        async with self.unit_of_work() as work:
            return await work.customers.find(customer_id)
