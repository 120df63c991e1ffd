"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.portfolio import NewPortfolio, Portfolio


class IPortfolioRepository(Protocol):
    async def add(self, portfolio: NewPortfolio) -> Portfolio: ...
    async def find(self, portfolio_id: int) -> Portfolio | None: ...


class IUnitOfWork(Protocol):
    @property
    def portfolios(self) -> IPortfolioRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
