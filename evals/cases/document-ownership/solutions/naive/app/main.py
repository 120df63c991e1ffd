import os
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.auth import CurrentUser
from app.models import Base, Document, Share

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Documents", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class DocumentIn(BaseModel):
    title: str
    text: str


class DocumentPatch(BaseModel):
    title: str | None = None
    text: str | None = None


class DocumentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    owner: str
    title: str
    text: str
    readers: list[str]


async def load(document_id: int, session: Session) -> Document:
    document = await session.get(Document, document_id)
    if document is None:
        raise HTTPException(404, "Document not found")
    return document


async def readable(document: Annotated[Document, Depends(load)], user: CurrentUser) -> Document:
    if user != document.owner and user not in document.readers:
        raise HTTPException(404, "Document not found")
    return document


async def owned(document: Annotated[Document, Depends(load)], user: CurrentUser) -> Document:
    if user != document.owner:
        raise HTTPException(403, "Only the owner may do this")
    return document


Readable = Annotated[Document, Depends(readable)]
Owned = Annotated[Document, Depends(owned)]


@app.post("/documents", status_code=201, response_model=DocumentOut)
async def create_document(body: DocumentIn, user: CurrentUser, session: Session):
    document = Document(owner=user, shares=[], **body.model_dump())
    session.add(document)
    await session.commit()
    return document


@app.get("/documents", response_model=list[DocumentOut])
async def list_documents(user: CurrentUser, session: Session):
    query = select(Document).where(or_(Document.owner == user, Document.shares.any(Share.user == user)))
    return (await session.scalars(query.order_by(Document.id))).all()


@app.get("/documents/{document_id}", response_model=DocumentOut)
async def get_document(document: Readable):
    return document


@app.patch("/documents/{document_id}", response_model=DocumentOut)
async def update_document(body: DocumentPatch, document: Owned, session: Session):
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(document, name, value)
    await session.commit()
    return document


@app.delete("/documents/{document_id}", status_code=204)
async def delete_document(document: Owned, session: Session):
    await session.delete(document)
    await session.commit()


@app.put("/documents/{document_id}/readers/{reader}", status_code=204)
async def share_document(reader: str, document: Owned, session: Session):
    await session.merge(Share(document_id=document.id, user=reader))
    await session.commit()


@app.delete("/documents/{document_id}/readers/{reader}", status_code=204)
async def unshare_document(reader: str, document: Owned, session: Session):
    document.shares = [share for share in document.shares if share.user != reader]
    await session.commit()
