"""The quote service: a price is 100 cents times the number in the symbol; five calls at a time, not six."""

import asyncio

from fastapi import FastAPI, HTTPException

AT_A_TIME = 5
app = FastAPI()
refused: list[str] = []
"""Symbols that were turned away because too many calls were under way."""
_under_way = 0


@app.get("/quotes/{symbol}")
async def quote(symbol: str) -> dict[str, int]:
    global _under_way
    if _under_way >= AT_A_TIME:
        refused.append(symbol)
        raise HTTPException(429)
    _under_way += 1
    try:
        await asyncio.sleep(0.2)
    finally:
        _under_way -= 1
    if symbol.startswith("NONE"):
        raise HTTPException(404)
    if symbol.startswith("BROKEN"):
        raise HTTPException(500)
    return {"price_cents": 100 * int(symbol.removeprefix("S"))}
