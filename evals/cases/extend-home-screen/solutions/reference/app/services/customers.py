from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFoundError
from app.tables import Customer


class CustomerService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, name: str) -> Customer:
        customer = Customer(name=name)
        self.session.add(customer)
        await self.session.commit()
        return customer

    async def get(self, customer_id: int) -> Customer:
        customer = await self.session.get(Customer, customer_id)
        if customer is None:
            raise NotFoundError(f"customer {customer_id} does not exist")
        return customer
