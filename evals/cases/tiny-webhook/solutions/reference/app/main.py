import hashlib
import hmac
import os
from collections import deque
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException, Request
from pydantic import BaseModel, ValidationError

LARGEST = 64 * 1024
SECRET = os.environ["WEBHOOK_SECRET"].encode()

app = FastAPI()


class Hook(BaseModel):
    event: str


class Event(BaseModel):
    delivery: str | None
    event: str


kept: deque[Event] = deque(maxlen=50)


async def read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, "too large")
    return bytes(body)


@app.post("/hooks", status_code=202)
async def receive(
    request: Request,
    x_signature: Annotated[str, Header()] = "",
    x_delivery: Annotated[str | None, Header()] = None,
) -> dict[str, bool]:
    body = await read_body(request)
    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), x_signature.encode()):
        raise HTTPException(401, "bad signature")
    try:
        hook = Hook.model_validate_json(body)
    except ValidationError as error:
        raise HTTPException(422, "no event") from error
    if x_delivery is None or all(event.delivery != x_delivery for event in kept):
        kept.appendleft(Event(delivery=x_delivery, event=hook.event))
    return {"accepted": True}


@app.get("/events")
async def list_events() -> list[Event]:
    return list(kept)
