import hashlib
import hmac
import os
from collections import deque

from fastapi import FastAPI, Header, HTTPException, Request
from pydantic import BaseModel

SECRET = os.environ["WEBHOOK_SECRET"]

app = FastAPI()
events = deque(maxlen=50)
seen = set()


class Hook(BaseModel):
    event: str


@app.post("/hooks", status_code=202)
async def receive(
    hook: Hook,
    request: Request,
    x_signature: str = Header(""),
    x_delivery: str | None = Header(None),
):
    body = await request.body()
    if len(body) > 64 * 1024:
        raise HTTPException(413, "Body too large")
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, x_signature):
        raise HTTPException(401, "Bad signature")
    if x_delivery in seen:
        return {"accepted": True}
    if x_delivery is not None:
        seen.add(x_delivery)
    events.appendleft({"delivery": x_delivery, "event": hook.event})
    return {"accepted": True}


@app.get("/events")
async def list_events():
    return list(events)
