"""/people"""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from app.dependencies import RequestFactory
from app.models.person import Person
from app.models.shift import Shift
from app.routes.schemas import PersonBody

router = APIRouter(prefix="/people")


@router.post("", status_code=201)
async def add_person(body: PersonBody, factory: RequestFactory) -> Person:
    return await factory.people().add(body.to_domain())


@router.get("/{person_id}")
async def get_person(person_id: int, factory: RequestFactory) -> Person:
    return await factory.people().get(person_id)


@router.get("/{person_id}/shifts")
async def list_shifts(
    person_id: int,
    factory: RequestFactory,
    start: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    end: Annotated[AwareDatetime | None, Query(alias="to")] = None,
) -> list[Shift]:
    return await factory.roster().of_person(person_id, start, end)
