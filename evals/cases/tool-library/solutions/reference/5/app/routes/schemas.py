"""What clients send."""

from pydantic import BaseModel, Field

from app.models.loan import NewLoan
from app.models.member import NewMember, Plan
from app.models.reservation import NewReservation
from app.models.tool import NewTool


class MemberBody(BaseModel):
    name: str = Field(min_length=1)
    email: str = Field(min_length=1)
    plan: Plan = Plan.BASIC

    def to_domain(self) -> NewMember:
        return NewMember(name=self.name, email=self.email, plan=self.plan)


class PlanBody(BaseModel):
    plan: Plan


class ToolBody(BaseModel):
    name: str = Field(min_length=1)
    copies: int = Field(ge=1)
    deposit_cents: int = Field(default=0, ge=0)

    def to_domain(self) -> NewTool:
        return NewTool(name=self.name, copies=self.copies, deposit_cents=self.deposit_cents)


class LoanBody(BaseModel):
    member_id: int
    tool_id: int

    def to_domain(self, key: str | None) -> NewLoan:
        return NewLoan(member_id=self.member_id, tool_id=self.tool_id, key=key)


class ReservationBody(BaseModel):
    member_id: int

    def to_domain(self, tool_id: int) -> NewReservation:
        return NewReservation(tool_id=tool_id, member_id=self.member_id)
