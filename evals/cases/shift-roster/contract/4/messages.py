"""The message service: counts what is under way, and fails for the people a test names."""

import asyncio

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
messages: list[tuple[int, str, int]] = []
"""(person, kind, shift) of every message accepted."""
broken: set[int] = set()
silent: set[int] = set()
"""People whose messages fail, or get no answer in time."""
under_way = 0
most_under_way = 0


class Message(BaseModel):
    person_id: int
    kind: str
    shift_id: int


@app.post("/messages", status_code=202)
async def send(body: Message) -> None:
    global under_way, most_under_way
    under_way += 1
    most_under_way = max(most_under_way, under_way)
    try:
        await asyncio.sleep(2.5 if body.person_id in silent else 0.2)
        if body.person_id in broken:
            raise HTTPException(503)
        messages.append((body.person_id, body.kind, body.shift_id))
    finally:
        under_way -= 1
