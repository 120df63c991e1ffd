"""The sales system: the region decides how long it takes and how it ends."""

import asyncio

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/regions/{region}/sales")
async def sales(region: str) -> dict[str, list[int]]:
    if region.startswith("silent"):
        await asyncio.sleep(8)
    await asyncio.sleep(2 if region.startswith("slow") else 0.1)
    if region.startswith("nowhere"):
        raise HTTPException(404)
    if region.startswith("broken"):
        raise HTTPException(500)
    return {"cents": [100, 250, 7]}
