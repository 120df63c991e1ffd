"""What clients send."""

from pydantic import BaseModel, Field

from app.models.order import NewOrder, OrderLine, Product


class ProductBody(BaseModel):
    sku: str = Field(min_length=1)
    name: str
    stock: int = Field(ge=0)

    def to_domain(self) -> Product:
        return Product(sku=self.sku, name=self.name, stock=self.stock)


class LineBody(BaseModel):
    sku: str
    quantity: int = Field(ge=1)


class OrderBody(BaseModel):
    customer: str = Field(min_length=1)
    lines: list[LineBody] = Field(min_length=1)

    def to_domain(self) -> NewOrder:
        lines = tuple(OrderLine(sku=line.sku, quantity=line.quantity) for line in self.lines)
        return NewOrder(customer=self.customer, lines=lines)
