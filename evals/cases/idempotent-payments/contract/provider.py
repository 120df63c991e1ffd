"""The card provider: every call moves money; the account decides how it ends."""

import asyncio
from itertools import count

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
numbers = count(1)
calls: list[str] = []
"""The account of every call so far."""
recovered: set[str] = set()
"""Accounts whose next charge no longer fails."""


class Charge(BaseModel):
    account: str
    amount_cents: int


@app.post("/charges", status_code=201)
async def charge(body: Charge) -> dict[str, str]:
    calls.append(body.account)
    await asyncio.sleep(0.3)
    if body.account.startswith("poor"):
        raise HTTPException(402)
    if body.account.startswith("shaky") and body.account not in recovered:
        raise HTTPException(503)
    return {"charge": f"ch_{next(numbers)}"}
