"""The carrier: the postcode decides how it behaves."""

import asyncio

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/rates/{postcode}")
async def rate(postcode: str) -> dict[str, int]:
    if postcode == "50000":
        raise HTTPException(500)
    if postcode == "59999":
        await asyncio.sleep(6)
    if postcode == "00000":
        await asyncio.sleep(0.1)
        raise HTTPException(404)
    await asyncio.sleep(0.4)
    return {"price_cents": 590}
