"""/customers"""

from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.customer import Customer
from app.schemas import CreateCustomerBody

router = APIRouter(prefix="/customers", tags=["customers"])


@router.post("", status_code=201)
async def create_customer(body: CreateCustomerBody, factory: FactoryDep) -> Customer:
    return await factory.customer_service().create(body.name)
