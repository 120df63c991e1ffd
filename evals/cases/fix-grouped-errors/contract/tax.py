"""The tax service: the country decides how it behaves."""

import asyncio

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/rates/{country}")
async def rate(country: str) -> dict[str, int]:
    if country == "SX":
        raise HTTPException(503)
    if country == "TX":
        await asyncio.sleep(6)
    if country == "NX":
        await asyncio.sleep(0.1)
        raise HTTPException(404)
    await asyncio.sleep(0.4)
    return {"percent": 19}
