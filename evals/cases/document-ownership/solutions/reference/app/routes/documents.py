"""/documents"""

from fastapi import APIRouter

from app.dependencies import RequestFactory, User
from app.models.document import Document
from app.routes.schemas import DocumentBody, PatchBody

router = APIRouter(prefix="/documents")


@router.post("", status_code=201)
async def add_document(user: User, body: DocumentBody, factory: RequestFactory) -> Document:
    return await factory.documents().add(body.to_domain(user))


@router.get("")
async def list_documents(user: User, factory: RequestFactory) -> list[Document]:
    return await factory.documents().visible_to(user)


@router.get("/{document_id}")
async def get_document(user: User, document_id: int, factory: RequestFactory) -> Document:
    return await factory.documents().get(user, document_id)


@router.patch("/{document_id}")
async def change_document(user: User, document_id: int, body: PatchBody, factory: RequestFactory) -> Document:
    return await factory.documents().change(user, document_id, body.to_domain())


@router.delete("/{document_id}", status_code=204)
async def remove_document(user: User, document_id: int, factory: RequestFactory) -> None:
    await factory.documents().remove(user, document_id)


@router.put("/{document_id}/readers/{reader}", status_code=204)
async def add_reader(user: User, document_id: int, reader: str, factory: RequestFactory) -> None:
    await factory.documents().add_reader(user, document_id, reader)


@router.delete("/{document_id}/readers/{reader}", status_code=204)
async def remove_reader(user: User, document_id: int, reader: str, factory: RequestFactory) -> None:
    await factory.documents().remove_reader(user, document_id, reader)
