"""Portfolios and their value."""

from asyncio import TaskGroup
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError
from app.gateways.protocols import IQuoteGateway
from app.models.portfolio import NewPortfolio, Portfolio, Position, Valuation, ValuedPosition
from app.repositories.protocols import IUnitOfWorkFactory


class IPortfolioService(Protocol):
    async def add(self, portfolio: NewPortfolio) -> Portfolio: ...
    async def get(self, portfolio_id: int) -> Portfolio: ...
    async def value(self, portfolio_id: int) -> Valuation: ...


def valued(position: Position, price_cents: int | None) -> ValuedPosition:
    value = None if price_cents is None else position.shares * price_cents
    return ValuedPosition(position.symbol, position.shares, price_cents, value)


@dataclass(frozen=True, slots=True)
class PortfolioService:
    unit_of_work: IUnitOfWorkFactory
    quotes: IQuoteGateway

    async def add(self, portfolio: NewPortfolio) -> Portfolio:
        async with self.unit_of_work() as work:
            return await work.portfolios.add(portfolio)

    async def get(self, portfolio_id: int) -> Portfolio:
        async with self.unit_of_work() as work:
            portfolio = await work.portfolios.find(portfolio_id)
        if portfolio is None:
            raise NotFoundError("portfolio", portfolio_id)
        return portfolio

    async def value(self, portfolio_id: int) -> Valuation:
        """The portfolio at today's prices; raises NotFoundError, or UpstreamError out of the task group."""
        portfolio = await self.get(portfolio_id)
        async with TaskGroup() as group:
            prices = [
                # The gateway lets as many through as the quote service tolerates.
                group.create_task(self.quotes.price_cents(position.symbol))
                for position in portfolio.positions
            ]
        positions = tuple(
            valued(position, price.result())
            for position, price in zip(portfolio.positions, prices, strict=True)
        )
        return Valuation(portfolio.id, sum(position.value_cents or 0 for position in positions), positions)
