"""What an answer of a model says about itself, in the three protocols: was it whole, what did it use?"""

import json
from collections.abc import Iterator
from typing import Any

# How a stream says that it is at its end.
_ENDS = ("message_stop", "response.completed", "response.incomplete")
_FAILURES = ("error", "response.failed")
_INPUT = ("input_tokens", "prompt_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
_OUTPUT = ("output_tokens", "completion_tokens")


def is_whole(content_type: str, body: bytes) -> bool:
    """Whether a stream of events was told to the end; anything else is whole by its framing."""
    if "text/event-stream" not in content_type:
        return True
    return b"data: [DONE]" in body or any(event.get("type") in _ENDS for event in events(body))


def failure(body: bytes) -> str | None:
    """What a stream that began well says about its bad end, or None."""
    for event in events(body):
        if event.get("type") in _FAILURES:
            return json.dumps(event)[:200]
    return None


def tokens(body: bytes) -> int:
    """Tokens that the answer says were used, in and out; 0 where it does not say."""
    most: dict[str, int] = {}
    for event in events(body):
        for usage in _usages(event):
            for name in (*_INPUT, *_OUTPUT):
                if isinstance(value := usage.get(name), int):
                    most[name] = max(most.get(name, 0), value)
    return sum(most.values())


def events(body: bytes) -> Iterator[dict[str, Any]]:
    """The JSON objects of a stream of events, or the one of a plain answer."""
    lines = body.split(b"\n")
    texts = [line.removeprefix(b"data:").strip() for line in lines if line.startswith(b"data:")] or [body]
    for text in texts:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def _usages(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for holder in (event, event.get("message"), event.get("response")):
        if isinstance(holder, dict) and isinstance(usage := holder.get("usage"), dict):
            yield usage
