"""The delivery service of the other team: slow, has something on its way for every third customer."""

import asyncio

from fastapi import FastAPI, HTTPException

DELAY = 0.5
app = FastAPI()


@app.get("/customers/{customer_id}/next")
async def next_delivery(customer_id: int) -> dict[str, str]:
    await asyncio.sleep(DELAY)
    if customer_id % 3:
        raise HTTPException(404)
    return {"date": f"2026-01-{customer_id % 28 + 1:02}"}
