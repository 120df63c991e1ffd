"""What clients send."""

from pydantic import AwareDatetime, BaseModel, Field

from app.models.assignment import NewAssignment
from app.models.person import NewPerson
from app.models.shift import NewShift, span


class PersonBody(BaseModel):
    name: str = Field(min_length=1)
    hourly_cents: int = Field(ge=0)

    def to_domain(self) -> NewPerson:
        return NewPerson(name=self.name, hourly_cents=self.hourly_cents)


class ShiftBody(BaseModel):
    role: str = Field(min_length=1)
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    needed: int = Field(ge=1)

    def to_domain(self) -> NewShift:
        return NewShift(role=self.role, times=span(self.starts_at, self.ends_at), needed=self.needed)


class AssignmentBody(BaseModel):
    person_id: int

    def to_domain(self, shift_id: int) -> NewAssignment:
        return NewAssignment(shift_id=shift_id, person_id=self.person_id)
