"""What clients send."""

from pydantic import BaseModel, Field

from app.models.loan import NewLoan
from app.models.member import NewMember
from app.models.reservation import NewReservation
from app.models.tool import NewTool


class MemberBody(BaseModel):
    name: str = Field(min_length=1)
    email: str = Field(min_length=1)

    def to_domain(self) -> NewMember:
        return NewMember(name=self.name, email=self.email)


class ToolBody(BaseModel):
    name: str = Field(min_length=1)
    copies: int = Field(ge=1)

    def to_domain(self) -> NewTool:
        return NewTool(name=self.name, copies=self.copies)


class LoanBody(BaseModel):
    member_id: int
    tool_id: int

    def to_domain(self) -> NewLoan:
        return NewLoan(member_id=self.member_id, tool_id=self.tool_id)


class ReservationBody(BaseModel):
    member_id: int

    def to_domain(self, tool_id: int) -> NewReservation:
        return NewReservation(tool_id=tool_id, member_id=self.member_id)
