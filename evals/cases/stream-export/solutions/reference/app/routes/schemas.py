"""What clients send and get."""

from collections.abc import AsyncGenerator, AsyncIterable
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter

from app.models.reading import NewReading, Reading

READING = TypeAdapter(Reading)


class ReadingBody(BaseModel):
    sensor: str = Field(min_length=1)
    value: float
    at: AwareDatetime

    def to_domain(self) -> NewReading:
        return NewReading(sensor=self.sensor, value=self.value, at=self.at)


Readings = Annotated[list[ReadingBody], Field(min_length=1, max_length=20_000)]


async def as_lines(batches: AsyncIterable[list[Reading]]) -> AsyncGenerator[bytes]:
    async for batch in batches:
        yield b"".join(READING.dump_json(reading) + b"\n" for reading in batch)
