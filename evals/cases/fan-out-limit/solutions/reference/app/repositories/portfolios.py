"""Portfolios in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models.portfolio import NewPortfolio, Portfolio, Position
from app.repositories.rows import PortfolioRow, PositionRow


@dataclass(frozen=True, slots=True)
class PortfolioRepository:
    session: AsyncSession

    async def add(self, portfolio: NewPortfolio) -> Portfolio:
        positions = [PositionRow(symbol=each.symbol, shares=each.shares) for each in portfolio.positions]
        row = PortfolioRow(name=portfolio.name, positions=positions)
        self.session.add(row)
        await self.session.flush()
        return Portfolio(id=row.id, name=portfolio.name, positions=portfolio.positions)

    async def find(self, portfolio_id: int) -> Portfolio | None:
        row = await self.session.get(
            PortfolioRow, portfolio_id, options=[selectinload(PortfolioRow.positions)]
        )
        if row is None:
            return None
        positions = tuple(Position(symbol=each.symbol, shares=each.shares) for each in row.positions)
        return Portfolio(id=row.id, name=row.name, positions=positions)
