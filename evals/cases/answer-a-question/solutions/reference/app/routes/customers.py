"""/customers"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.checkout import Customer
from app.routes.schemas import CustomerBody

router = APIRouter(prefix="/customers")


@router.post("", status_code=201)
async def add_customer(body: CustomerBody, factory: RequestFactory) -> Customer:
    return await factory.customers().add(body.name)
