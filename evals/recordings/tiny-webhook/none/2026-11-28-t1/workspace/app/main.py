import hashlib
import hmac
import os
from collections import deque

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, ValidationError

SECRET = os.environ["WEBHOOK_SECRET"].encode()
if not SECRET:
    raise RuntimeError("WEBHOOK_SECRET is empty")
MAX_BODY = 64 * 1024

app = FastAPI()
kept = deque(maxlen=50)  # newest first


class Hook(BaseModel):
    event: str


@app.post("/hooks", status_code=202)
async def receive(request: Request):
    body = bytearray()
    async for chunk in request.stream():  # stop reading as soon as it is too big
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413, "body over 64 KB")

    expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    signature = request.headers.get("X-Signature", "")
    # As bytes: compare_digest raises on non-ASCII strings.
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise HTTPException(401, "missing or wrong X-Signature")

    try:
        hook = Hook.model_validate_json(body)
    except ValidationError:
        raise HTTPException(422, 'body must be JSON with a string "event"')

    delivery = request.headers.get("X-Delivery") or None
    if delivery is None or all(e["delivery"] != delivery for e in kept):
        kept.appendleft({"delivery": delivery, "event": hook.event})
    return {"accepted": True}


@app.get("/events")
async def events():
    return list(kept)
