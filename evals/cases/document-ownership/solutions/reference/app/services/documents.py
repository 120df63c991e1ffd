"""Documents: who may see and change them."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import ForbiddenError, NotFoundError
from app.models.document import Document, DocumentPatch, NewDocument
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IDocumentService(Protocol):
    async def add(self, document: NewDocument) -> Document: ...
    async def visible_to(self, user: str) -> list[Document]: ...
    async def get(self, user: str, document_id: int) -> Document: ...
    async def change(self, user: str, document_id: int, patch: DocumentPatch) -> Document: ...
    async def remove(self, user: str, document_id: int) -> None: ...
    async def add_reader(self, user: str, document_id: int, reader: str) -> None: ...
    async def remove_reader(self, user: str, document_id: int, reader: str) -> None: ...


async def seen(work: IUnitOfWork, user: str, document_id: int) -> Document:
    """The document, if the user may know that it exists."""
    document = await work.documents.find(document_id)
    if document is None or not document.is_visible_to(user):
        raise NotFoundError("document", document_id)
    return document


async def owned(work: IUnitOfWork, user: str, document_id: int) -> Document:
    document = await seen(work, user, document_id)
    if document.owner != user:
        raise ForbiddenError
    return document


@dataclass(frozen=True, slots=True)
class DocumentService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, document: NewDocument) -> Document:
        async with self.unit_of_work() as work:
            return await work.documents.add(document)

    async def visible_to(self, user: str) -> list[Document]:
        async with self.unit_of_work() as work:
            return await work.documents.visible_to(user)

    async def get(self, user: str, document_id: int) -> Document:
        async with self.unit_of_work() as work:
            return await seen(work, user, document_id)

    async def change(self, user: str, document_id: int, patch: DocumentPatch) -> Document:
        async with self.unit_of_work() as work:
            await owned(work, user, document_id)
            await work.documents.change(document_id, patch)
            return await seen(work, user, document_id)

    async def remove(self, user: str, document_id: int) -> None:
        async with self.unit_of_work() as work:
            await owned(work, user, document_id)
            await work.documents.remove(document_id)

    async def add_reader(self, user: str, document_id: int, reader: str) -> None:
        async with self.unit_of_work() as work:
            await owned(work, user, document_id)
            await work.documents.add_reader(document_id, reader)

    async def remove_reader(self, user: str, document_id: int, reader: str) -> None:
        async with self.unit_of_work() as work:
            await owned(work, user, document_id)
            await work.documents.remove_reader(document_id, reader)
