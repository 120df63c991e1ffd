from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field, field_validator

from app.database import Base, Portfolio, SessionLocal, engine
from app.quotes import fetch_prices


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(title="Portfolios", lifespan=lifespan)


class Position(BaseModel):
    symbol: str
    shares: int = Field(ge=1)


class PortfolioIn(BaseModel):
    name: str
    positions: list[Position]

    @field_validator("positions")
    @classmethod
    def unique_symbols(cls, positions):
        if len({p.symbol for p in positions}) != len(positions):
            raise ValueError("duplicate symbol")
        return positions


async def load(portfolio_id: int) -> Portfolio:
    async with SessionLocal() as session:
        portfolio = await session.get(Portfolio, portfolio_id)
    if portfolio is None:
        raise HTTPException(404, "Portfolio not found")
    return portfolio


@app.post("/portfolios", status_code=201)
async def create_portfolio(body: PortfolioIn):
    async with SessionLocal() as session:
        portfolio = Portfolio(**body.model_dump())
        session.add(portfolio)
        await session.commit()
    return {"id": portfolio.id, **body.model_dump()}


@app.get("/portfolios/{portfolio_id}")
async def get_portfolio(portfolio_id: int):
    portfolio = await load(portfolio_id)
    return {"id": portfolio.id, "name": portfolio.name, "positions": portfolio.positions}


@app.get("/portfolios/{portfolio_id}/value")
async def get_value(portfolio_id: int):
    portfolio = await load(portfolio_id)
    prices = await fetch_prices([p["symbol"] for p in portfolio.positions])
    positions = [
        {**p, "price_cents": price, "value_cents": None if price is None else price * p["shares"]}
        for p, price in zip(portfolio.positions, prices)
    ]
    total = sum(p["value_cents"] or 0 for p in positions)
    return {"id": portfolio.id, "total_cents": total, "positions": positions}
