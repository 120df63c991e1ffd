from pydantic import BaseModel, ConfigDict, Field


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CustomerIn(BaseModel):
    name: str = Field(min_length=1)


class CustomerOut(FromRow):
    id: int
    name: str


class OrderIn(BaseModel):
    item: str
    total_cents: int


class OrderOut(FromRow):
    id: int
    customer_id: int
    item: str
    total_cents: int


class MessageIn(BaseModel):
    text: str


class MessageOut(FromRow):
    id: int
    customer_id: int
    text: str
    read: bool
