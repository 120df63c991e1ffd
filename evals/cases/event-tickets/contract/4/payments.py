"""The payment provider: every call makes another payment; the amount decides how it ends."""

import asyncio
from itertools import count

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

BROKEN, SILENT = 777, 888

app = FastAPI()
numbers = count(1)
calls: list[int] = []
"""The order of every payment asked for."""
made: dict[int, str] = {}
"""order → its last payment."""


class Payment(BaseModel):
    order_id: int
    amount_cents: int


@app.post("/payments", status_code=201)
async def pay(body: Payment) -> dict[str, str]:
    calls.append(body.order_id)
    await asyncio.sleep(4 if body.amount_cents == SILENT else 0.3)
    if body.amount_cents == BROKEN:
        raise HTTPException(503)
    made[body.order_id] = f"p_{next(numbers)}"
    return {"payment": made[body.order_id], "url": f"https://pay.example.org/{made[body.order_id]}"}
