"""What clients send."""

from pydantic import BaseModel, Field

from app.models.event import NewEvent
from app.models.order import NewOrder


class EventBody(BaseModel):
    name: str = Field(min_length=1)
    capacity: int = Field(ge=1)
    price_cents: int = Field(ge=0)

    def to_domain(self) -> NewEvent:
        return NewEvent(name=self.name, capacity=self.capacity, price_cents=self.price_cents)


class OrderBody(BaseModel):
    buyer: str = Field(min_length=1)
    quantity: int = Field(ge=1, le=10)

    def to_domain(self, event_id: int) -> NewOrder:
        return NewOrder(event_id=event_id, buyer=self.buyer, quantity=self.quantity)
