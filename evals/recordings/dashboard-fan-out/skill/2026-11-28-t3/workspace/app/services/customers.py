"""The rules of customers."""

from dataclasses import dataclass

import structlog

from app.models.customer import Customer
from app.repositories.protocols import IUnitOfWorkFactory

logger = structlog.get_logger(module=__name__)


@dataclass(frozen=True, slots=True)
class CustomerService:
    unit_of_work: IUnitOfWorkFactory
    reading: IUnitOfWorkFactory

    async def create(self, name: str) -> Customer:
        async with self.unit_of_work() as work:
            customer = await work.customers.add(name)
        logger.info("customer_created", customer_id=customer.id)
        return customer

    async def find(self, customer_id: int) -> Customer | None:
        async with self.reading() as work:
            return await work.customers.find(customer_id)
