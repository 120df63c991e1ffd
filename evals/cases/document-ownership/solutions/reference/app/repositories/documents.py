"""Documents in PostgreSQL."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.document import Document, DocumentPatch, NewDocument
from app.repositories.rows import DocumentRow, ReaderRow


def to_document(row: DocumentRow) -> Document:
    readers = tuple(sorted(reader.user for reader in row.readers))
    return Document(id=row.id, owner=row.owner, title=row.title, text=row.text, readers=readers)


@dataclass(frozen=True, slots=True)
class DocumentRepository:
    session: AsyncSession

    async def add(self, document: NewDocument) -> Document:
        row = DocumentRow(owner=document.owner, title=document.title, text=document.text)
        self.session.add(row)
        await self.session.flush()
        return Document(row.id, document.owner, document.title, document.text, readers=())

    async def find(self, document_id: int) -> Document | None:
        query = (
            select(DocumentRow)
            .where(DocumentRow.id == document_id)
            .options(selectinload(DocumentRow.readers))
            .execution_options(populate_existing=True)
        )
        row = await self.session.scalar(query)
        return None if row is None else to_document(row)

    async def visible_to(self, user: str) -> list[Document]:
        shared = select(ReaderRow.document_id).where(ReaderRow.user == user)
        query = (
            select(DocumentRow)
            .where(or_(DocumentRow.owner == user, DocumentRow.id.in_(shared)))
            .order_by(DocumentRow.id)
            .options(selectinload(DocumentRow.readers))
        )
        return [to_document(row) for row in await self.session.scalars(query)]

    async def change(self, document_id: int, patch: DocumentPatch) -> None:
        values = {name: value for name, value in asdict(patch).items() if value is not None}
        if values:
            await self.session.execute(
                update(DocumentRow).where(DocumentRow.id == document_id).values(**values)
            )

    async def remove(self, document_id: int) -> None:
        await self.session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))

    async def add_reader(self, document_id: int, user: str) -> None:
        values = insert(ReaderRow).values(document_id=document_id, user=user)
        await self.session.execute(values.on_conflict_do_nothing())

    async def remove_reader(self, document_id: int, user: str) -> None:
        await self.session.execute(
            delete(ReaderRow).where(ReaderRow.document_id == document_id, ReaderRow.user == user)
        )
