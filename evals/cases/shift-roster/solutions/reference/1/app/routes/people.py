"""/people"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.person import Person
from app.routes.schemas import PersonBody

router = APIRouter(prefix="/people")


@router.post("", status_code=201)
async def add_person(body: PersonBody, factory: RequestFactory) -> Person:
    return await factory.people().add(body.to_domain())


@router.get("/{person_id}")
async def get_person(person_id: int, factory: RequestFactory) -> Person:
    return await factory.people().get(person_id)
