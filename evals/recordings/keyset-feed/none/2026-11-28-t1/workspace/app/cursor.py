"""Cursors: the place in a topic's feed after which the next page begins.

A cursor holds the sort key of the last post shown, not an offset, so posts that
come or go elsewhere do not move it, and that post itself may be deleted. It is
signed together with the topic, so only cursors handed out for it are accepted.
"""

import base64
import hashlib
import hmac
import struct
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
POSITION = struct.Struct(">qq")  # published_at in microseconds since the epoch, id
SIGNATURE_BYTES = 16


class InvalidCursor(ValueError):
    pass


class Position(NamedTuple):
    published_at: datetime
    id: int


def encode_cursor(key: bytes, topic: str, position: Position) -> str:
    # Whole microseconds, the precision of the column: a float would round.
    micros = (position.published_at - EPOCH) // MICROSECOND
    payload = POSITION.pack(micros, position.id)
    return _to_text(payload + _sign(key, topic, payload))


def decode_cursor(key: bytes, topic: str, cursor: str) -> Position:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise InvalidCursor from None
    # The decoder skips over stray characters; only the exact text we made counts.
    if len(raw) != POSITION.size + SIGNATURE_BYTES or _to_text(raw) != cursor:
        raise InvalidCursor
    payload, signature = raw[: POSITION.size], raw[POSITION.size :]
    if not hmac.compare_digest(signature, _sign(key, topic, payload)):
        raise InvalidCursor
    micros, post_id = POSITION.unpack(payload)
    return Position(EPOCH + micros * MICROSECOND, post_id)


def _to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _sign(key: bytes, topic: str, payload: bytes) -> bytes:
    return hmac.digest(key, payload + topic.encode(), hashlib.sha256)[:SIGNATURE_BYTES]
