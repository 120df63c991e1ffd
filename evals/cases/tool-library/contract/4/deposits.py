"""The deposit service: every call makes another hold; the amount decides how it ends."""

import asyncio
from itertools import count

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

POOR, BROKEN, SILENT, STUCK = 666, 777, 888, 999
"""Amounts that are refused, that fail, that take too long, that cannot be released at first."""

app = FastAPI()
numbers = count(1)
calls: list[int] = []
"""The member of every hold asked for."""
held: dict[str, int] = {}
"""hold → amount, until it is released."""
repaired: set[str] = set()
"""Holds of the amount STUCK that can be released now."""


class Hold(BaseModel):
    member_id: int
    amount_cents: int


@app.post("/holds", status_code=201)
async def hold(body: Hold) -> dict[str, str]:
    calls.append(body.member_id)
    await asyncio.sleep(4 if body.amount_cents == SILENT else 0.3)
    if body.amount_cents == POOR:
        raise HTTPException(402)
    if body.amount_cents == BROKEN:
        raise HTTPException(503)
    name = f"h_{next(numbers)}"
    held[name] = body.amount_cents
    return {"hold": name}


@app.delete("/holds/{name}", status_code=204)
async def release(name: str) -> None:
    if held.get(name) == STUCK and name not in repaired:
        raise HTTPException(500)
    if held.pop(name, None) is None:
        raise HTTPException(404)
