"""What clients send."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from app.models.code import NewCode
from app.models.event import NewCategory, NewEvent
from app.models.order import NewOrder


class CategoryBody(BaseModel):
    name: str = Field(min_length=1)
    capacity: int = Field(ge=1)
    price_cents: int = Field(ge=0)

    def to_domain(self) -> NewCategory:
        return NewCategory(name=self.name, capacity=self.capacity, price_cents=self.price_cents)


class EventBody(BaseModel):
    """Either `capacity` and `price_cents`, which is one category, or `categories`."""

    name: str = Field(min_length=1)
    capacity: int | None = Field(default=None, ge=1)
    price_cents: int | None = Field(default=None, ge=0)
    categories: list[CategoryBody] | None = Field(default=None, min_length=1)
    hold_seconds: int = Field(default=900, ge=1, le=3600)

    @model_validator(mode="after")
    def one_way_or_the_other(self) -> Self:
        simple = (self.capacity, self.price_cents)
        if self.categories is None and None in simple:
            raise ValueError("give capacity and price_cents, or categories")
        if self.categories is not None:
            if simple != (None, None):
                raise ValueError("give either capacity and price_cents or categories")
            if len({one.name for one in self.categories}) < len(self.categories):
                raise ValueError("the names of categories differ")
        return self

    def to_domain(self) -> NewEvent:
        standard = NewCategory("standard", self.capacity or 0, self.price_cents or 0)
        given = tuple(one.to_domain() for one in self.categories or [])
        return NewEvent(name=self.name, categories=given or (standard,), hold_seconds=self.hold_seconds)


class OrderBody(BaseModel):
    buyer: str = Field(min_length=1)
    quantity: int = Field(ge=1, le=10)
    code: str | None = None
    category: str | None = None

    def to_domain(self, event_id: int) -> NewOrder:
        return NewOrder(
            event_id=event_id,
            buyer=self.buyer,
            quantity=self.quantity,
            code=self.code,
            category=self.category,
        )


class CodeBody(BaseModel):
    code: str = Field(min_length=1)
    percent: int = Field(ge=1, le=100)
    uses: int = Field(ge=1)
    category: str | None = None

    def to_domain(self) -> NewCode:
        return NewCode(code=self.code, percent=self.percent, uses=self.uses, category=self.category)


class PaymentEndBody(BaseModel):
    payment: str
    result: Literal["paid", "failed"]

    @property
    def is_paid(self) -> bool:
        return self.result == "paid"
