"""What clients send."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from app.models.booking import NewBooking, NewRoom


class RoomBody(BaseModel):
    name: str = Field(min_length=1)
    seats: int = Field(ge=1)

    def to_domain(self) -> NewRoom:
        return NewRoom(name=self.name, seats=self.seats)


class BookingBody(BaseModel):
    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def ends_after_its_start(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("the end must be after the start")
        return self

    def to_domain(self, room_id: int) -> NewBooking:
        return NewBooking(room_id=room_id, title=self.title, starts_at=self.starts_at, ends_at=self.ends_at)
