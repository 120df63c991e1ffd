import os
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Base, Page, Revision

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Wiki", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class PageIn(BaseModel):
    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    text: str


class PageUpdate(BaseModel):
    title: str
    text: str
    version: int


class Restore(BaseModel):
    version: int
    to: int


class PageOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    slug: str
    title: str
    text: str
    version: int
    updated_at: datetime


class RevisionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: int
    title: str
    text: str
    updated_at: datetime


async def load(slug: str, session: Session) -> Page:
    page = await session.get(Page, slug)
    if page is None:
        raise HTTPException(404, "Page not found")
    return page


Loaded = Annotated[Page, Depends(load)]


async def save(session: AsyncSession, page: Page, version: int, title: str, text: str) -> Page:
    if page.version != version:
        raise HTTPException(409, "Page was changed meanwhile")
    page.title, page.text = title, text
    await session.flush()
    await session.refresh(page)
    session.add(Revision(slug=page.slug, version=page.version, title=title, text=text))
    await session.commit()
    return page


@app.post("/pages", status_code=201, response_model=PageOut)
async def create_page(body: PageIn, session: Session):
    page = Page(**body.model_dump())
    session.add(page)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409, "Page exists already")
    session.add(Revision(slug=page.slug, version=1, title=page.title, text=page.text))
    await session.commit()
    return page


@app.get("/pages/{slug}", response_model=PageOut)
async def get_page(page: Loaded):
    return page


@app.put("/pages/{slug}", response_model=PageOut)
async def update_page(body: PageUpdate, page: Loaded, session: Session):
    return await save(session, page, body.version, body.title, body.text)


@app.get("/pages/{slug}/history", response_model=list[RevisionOut])
async def history(page: Loaded, session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 20):
    query = select(Revision).where(Revision.slug == page.slug).order_by(Revision.version.desc())
    return (await session.scalars(query.limit(limit))).all()


@app.post("/pages/{slug}/restore", response_model=PageOut)
async def restore(body: Restore, page: Loaded, session: Session):
    old = await session.scalar(
        select(Revision).where(Revision.slug == page.slug, Revision.version == body.to)
    )
    if old is None:
        raise HTTPException(422, "No such version")
    return await save(session, page, body.version, old.title, old.text)
