"""What clients send."""

from pydantic import BaseModel, Field

from app.models.checkout import Item


class CustomerBody(BaseModel):
    name: str = Field(min_length=1)


class ItemBody(BaseModel):
    name: str
    price_cents: int = Field(ge=0)
    quantity: int = Field(ge=1)

    def to_domain(self) -> Item:
        return Item(name=self.name, price_cents=self.price_cents, quantity=self.quantity)


class CartBody(BaseModel):
    items: list[ItemBody]

    def to_domain(self) -> tuple[Item, ...]:
        return tuple(item.to_domain() for item in self.items)
