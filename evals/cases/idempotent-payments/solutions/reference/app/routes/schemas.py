"""What clients send."""

from pydantic import BaseModel, Field

from app.models.payment import NewPayment


class PaymentBody(BaseModel):
    account: str = Field(min_length=1)
    amount_cents: int = Field(ge=1)

    def to_domain(self, key: str) -> NewPayment:
        return NewPayment(key=key, account=self.account, amount_cents=self.amount_cents)
