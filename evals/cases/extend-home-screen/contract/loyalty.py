"""The loyalty service of the other team: slow, knows points for even customers only."""

import asyncio

from fastapi import FastAPI, HTTPException

DELAY = 0.5
app = FastAPI()


@app.get("/customers/{customer_id}/points")
async def points(customer_id: int) -> dict[str, int]:
    await asyncio.sleep(DELAY)
    if customer_id % 2:
        raise HTTPException(404)
    return {"points": customer_id * 10}
