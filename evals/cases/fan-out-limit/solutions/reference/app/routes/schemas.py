"""What clients send."""

from typing import Self

from pydantic import BaseModel, Field, model_validator

from app.models.portfolio import NewPortfolio, Position


class PositionBody(BaseModel):
    symbol: str = Field(min_length=1)
    shares: int = Field(ge=1)


class PortfolioBody(BaseModel):
    name: str
    positions: list[PositionBody]

    @model_validator(mode="after")
    def names_each_symbol_once(self) -> Self:
        if len({position.symbol for position in self.positions}) < len(self.positions):
            raise ValueError("a symbol is there twice")
        return self

    def to_domain(self) -> NewPortfolio:
        positions = tuple(Position(each.symbol, each.shares) for each in self.positions)
        return NewPortfolio(name=self.name, positions=positions)
