import os
import secrets
import string
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field, HttpUrl
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Base, Link

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)
ALPHABET = string.ascii_letters + string.digits


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Links", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class LinkIn(BaseModel):
    url: HttpUrl
    max_visits: int | None = Field(None, ge=1)


class LinkOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    url: str
    max_visits: int | None
    visits: int


async def load(code: str, session: Session) -> Link:
    link = await session.get(Link, code)
    if link is None:
        raise HTTPException(404, "Link not found")
    return link


Loaded = Annotated[Link, Depends(load)]


@app.post("/links", status_code=201, response_model=LinkOut)
async def create_link(body: LinkIn, session: Session):
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    link = Link(code=code, url=str(body.url), max_visits=body.max_visits, visits=0)
    session.add(link)
    await session.commit()
    return link


@app.get("/links", response_model=list[LinkOut])
async def top_links(session: Session, order: str = "visits", limit: Annotated[int, Query(ge=1, le=100)] = 10):
    return (await session.scalars(select(Link).order_by(Link.visits.desc()).limit(limit))).all()


@app.get("/links/{code}", response_model=LinkOut)
async def get_link(link: Loaded):
    return link


@app.get("/{code}")
async def follow(link: Loaded, session: Session):
    if link.max_visits is not None and link.visits >= link.max_visits:
        raise HTTPException(410, "Link is used up")
    link.visits += 1
    await session.commit()
    return RedirectResponse(link.url)
