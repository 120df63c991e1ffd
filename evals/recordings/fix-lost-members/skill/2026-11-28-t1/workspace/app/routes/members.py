import uuid

from fastapi import APIRouter

from app.dependencies import MemberServiceDep
from app.schemas import CardCreate, CardRead, MemberCreate, MemberRead

router = APIRouter(prefix="/members")


@router.post("", status_code=201, response_model=MemberRead)
async def join(body: MemberCreate, service: MemberServiceDep):
    return await service.join(body)


@router.get("", response_model=list[MemberRead])
async def list_members(service: MemberServiceDep):
    return await service.list_members()


@router.get("/{member_id}", response_model=MemberRead)
async def get_member(member_id: uuid.UUID, service: MemberServiceDep):
    return await service.get(member_id)


@router.put("/{member_id}", response_model=MemberRead)
async def rename_member(member_id: uuid.UUID, body: MemberCreate, service: MemberServiceDep):
    return await service.rename(member_id, body)


@router.post("/{member_id}/cards", status_code=201, response_model=CardRead)
async def add_card(member_id: uuid.UUID, body: CardCreate, service: MemberServiceDep):
    return await service.add_card(member_id, body)


@router.get("/{member_id}/cards", response_model=list[CardRead])
async def list_cards(member_id: uuid.UUID, service: MemberServiceDep):
    return await service.cards(member_id)
