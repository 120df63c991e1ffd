"""What the three protocols share: server-sent events and the text of a request."""

import json
from collections.abc import Iterator
from typing import Any

Events = Iterator[tuple[str, dict[str, Any] | str]]


def encode(event: str, data: dict[str, Any] | str) -> bytes:
    """One server-sent event; `event` may be empty."""
    text = data if isinstance(data, str) else json.dumps(data)
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {text}\n\n".encode()


def strings(value: Any) -> Iterator[str]:
    """Every string in a request, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
