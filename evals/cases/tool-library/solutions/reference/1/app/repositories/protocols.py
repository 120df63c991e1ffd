"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.loan import Loan, NewLoan
from app.models.member import Member, NewMember
from app.models.tool import NewTool, Tool


class IMemberRepository(Protocol):
    async def add(self, member: NewMember) -> Member: ...
    async def find(self, member_id: int) -> Member | None: ...


class IToolRepository(Protocol):
    async def add(self, tool: NewTool) -> Tool: ...
    async def find(self, tool_id: int) -> Tool | None: ...


class ILoanRepository(Protocol):
    async def add(self, loan: NewLoan) -> Loan: ...
    async def find(self, loan_id: int) -> Loan | None: ...
    async def mark_returned(self, loan_id: int) -> None: ...


class IUnitOfWork(Protocol):
    @property
    def members(self) -> IMemberRepository: ...
    @property
    def tools(self) -> IToolRepository: ...
    @property
    def loans(self) -> ILoanRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
