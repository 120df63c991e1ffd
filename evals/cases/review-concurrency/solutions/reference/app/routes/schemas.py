"""What clients send."""

from pydantic import BaseModel, Field


class CustomerBody(BaseModel):
    name: str = Field(min_length=1)


class OrderBody(BaseModel):
    item: str
    total_cents: int


class MessageBody(BaseModel):
    text: str
