import hashlib
import hmac
import os
from collections import deque
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel, ValidationError

SECRET = os.environ.get("WEBHOOK_SECRET", "").encode()
if not SECRET:
    raise RuntimeError("WEBHOOK_SECRET is missing or empty")

MAX_BODY = 64 * 1024


class Hook(BaseModel):
    event: str


class Event(BaseModel):
    delivery: str | None
    event: str


app = FastAPI()
events: deque[Event] = deque(maxlen=50)  # newest first


async def signed_body(request: Request, x_signature: Annotated[str, Header()] = "") -> bytes:
    body = b""
    async for chunk in request.stream():  # not request.body(): that holds all of it before we can refuse
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413, "body over 64 KB")
    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    # as bytes: compare_digest raises on a non-ASCII str
    if not hmac.compare_digest(expected.encode(), x_signature.lower().encode()):
        raise HTTPException(401, "missing or wrong X-Signature")
    return body


@app.post("/hooks", status_code=202)
async def receive_hook(
    body: Annotated[bytes, Depends(signed_body)], x_delivery: Annotated[str | None, Header()] = None
) -> dict[str, bool]:
    try:
        hook = Hook.model_validate_json(body)
    except ValidationError:
        raise HTTPException(422, 'body must be JSON with a string "event"') from None
    # no await between the look and the append, so two copies at once cannot both be kept
    if x_delivery is None or all(kept.delivery != x_delivery for kept in events):
        events.appendleft(Event(delivery=x_delivery, event=hook.event))
    return {"accepted": True}


@app.get("/events")
async def list_events() -> list[Event]:
    return list(events)
