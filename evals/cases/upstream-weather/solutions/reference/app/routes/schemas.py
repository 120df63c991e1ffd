"""What clients send."""

from pydantic import BaseModel, Field

from app.models.hut import Hut


class HutBody(BaseModel):
    station: str = Field(min_length=1)

    def to_domain(self, name: str) -> Hut:
        return Hut(name=name, station=self.station)
