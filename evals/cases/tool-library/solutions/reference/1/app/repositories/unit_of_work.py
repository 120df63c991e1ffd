"""A transaction with a session of its own: committed at the end, rolled back on an error."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.repositories.loans import LoanRepository
from app.repositories.members import MemberRepository
from app.repositories.tools import ToolRepository


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    members: MemberRepository
    tools: ToolRepository
    loans: LoanRepository


@dataclass(frozen=True, slots=True)
class UnitOfWorkFactory:
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def __call__(self) -> AsyncGenerator[UnitOfWork]:
        async with self.sessions() as session, session.begin():
            yield UnitOfWork(MemberRepository(session), ToolRepository(session), LoanRepository(session))
