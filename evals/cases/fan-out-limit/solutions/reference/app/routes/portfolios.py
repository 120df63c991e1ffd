"""/portfolios"""

from fastapi import APIRouter

from app.dependencies import RequestFactory
from app.models.portfolio import Portfolio, Valuation
from app.routes.schemas import PortfolioBody

router = APIRouter(prefix="/portfolios")


@router.post("", status_code=201)
async def add_portfolio(body: PortfolioBody, factory: RequestFactory) -> Portfolio:
    return await factory.portfolios().add(body.to_domain())


@router.get("/{portfolio_id}")
async def get_portfolio(portfolio_id: int, factory: RequestFactory) -> Portfolio:
    return await factory.portfolios().get(portfolio_id)


@router.get("/{portfolio_id}/value")
async def value_portfolio(portfolio_id: int, factory: RequestFactory) -> Valuation:
    return await factory.portfolios().value(portfolio_id)
