from fastapi import APIRouter

from app.dependencies import FactoryDep
from app.models.customers import Customer
from app.schemas import CreateCustomerBody, CustomerBody

router = APIRouter(prefix="/customers", tags=["customers"])


@router.post("", status_code=201, response_model=CustomerBody)
async def create_customer(body: CreateCustomerBody, factory: FactoryDep) -> Customer:
    return await factory.customer_service().create(body.name)
