"""The weather service: how a station behaves is written down in `moods`, else it answers at once."""

import asyncio

from fastapi import FastAPI, Response

app = FastAPI()
moods: dict[str, str] = {}
"""Of a station: what it does when asked."""
calls: list[str] = []


@app.get("/stations/{station}/now")
async def now(station: str) -> Response:
    calls.append(station)
    mood = moods.get(station, "good")
    if mood == "busy once":
        moods[station] = "good"
        return Response("busy", 429, {"Retry-After": "1"})
    if mood == "dripping":
        return Response(status_code=200, content=b"", headers={"X-Empty": "yes"})
    if mood == "slow":
        await asyncio.sleep(8)
    plain = {
        "unknown": Response("who?", 404),
        "broken": Response("oops", 500),
        "html": Response("<html>", 200, media_type="text/html"),
        "wordy": Response('{"celsius": "warm"}', 200, media_type="application/json"),
        "list": Response("[]", 200, media_type="application/json"),
        "busy": Response("busy", 429, {"Retry-After": "1"}),
        "very busy": Response("busy", 429, {"Retry-After": "30"}),
    }
    return plain.get(mood) or Response('{"celsius": 11.5}', 200, media_type="application/json")
