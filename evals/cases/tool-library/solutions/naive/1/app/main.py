import os
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Base, Loan, Member, Tool

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Tool library", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class MemberIn(BaseModel):
    name: str = Field(min_length=1)
    email: str = Field(min_length=1)


class ToolIn(BaseModel):
    name: str = Field(min_length=1)
    copies: int = Field(ge=1)


class LoanIn(BaseModel):
    member_id: int
    tool_id: int


async def get_or_404(session: AsyncSession, model, key: int):
    row = await session.get(model, key)
    if row is None:
        raise HTTPException(404, f"{model.__name__} not found")
    return row


async def available(session: AsyncSession, tool: Tool) -> int:
    query = select(func.count()).where(Loan.tool_id == tool.id, Loan.status == "open")
    return tool.copies - (await session.scalar(query) or 0)


def member_out(member: Member) -> dict:
    return {"id": member.id, "name": member.name, "email": member.email}


async def tool_out(session: AsyncSession, tool: Tool) -> dict:
    return {
        "id": tool.id,
        "name": tool.name,
        "copies": tool.copies,
        "available": await available(session, tool),
    }


def loan_out(loan: Loan) -> dict:
    return {"id": loan.id, "member_id": loan.member_id, "tool_id": loan.tool_id, "status": loan.status}


@app.post("/members", status_code=201)
async def create_member(body: MemberIn, session: Session):
    member = Member(**body.model_dump())
    session.add(member)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409, "Email is taken")
    return member_out(member)


@app.get("/members/{member_id}")
async def get_member(member_id: int, session: Session):
    return member_out(await get_or_404(session, Member, member_id))


@app.post("/tools", status_code=201)
async def create_tool(body: ToolIn, session: Session):
    tool = Tool(**body.model_dump())
    session.add(tool)
    await session.commit()
    return await tool_out(session, tool)


@app.get("/tools/{tool_id}")
async def get_tool(tool_id: int, session: Session):
    return await tool_out(session, await get_or_404(session, Tool, tool_id))


@app.post("/loans", status_code=201)
async def create_loan(body: LoanIn, session: Session):
    await get_or_404(session, Member, body.member_id)
    tool = await get_or_404(session, Tool, body.tool_id)
    if await available(session, tool) < 1:
        raise HTTPException(409, "No copy is available")
    loan = Loan(member_id=body.member_id, tool_id=body.tool_id)
    session.add(loan)
    await session.commit()
    return loan_out(loan)


@app.get("/loans/{loan_id}")
async def get_loan(loan_id: int, session: Session):
    return loan_out(await get_or_404(session, Loan, loan_id))


@app.post("/loans/{loan_id}/return")
async def return_loan(loan_id: int, session: Session):
    loan = await get_or_404(session, Loan, loan_id)
    if loan.status == "returned":
        raise HTTPException(409, "Already returned")
    loan.status = "returned"
    await session.commit()
    return loan_out(loan)
