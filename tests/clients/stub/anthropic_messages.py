"""Anthropic's Messages, streaming: `POST /v1/messages`."""

import json
from typing import Any

from tests.clients.stub.protocol import Events
from tests.clients.stub.vocabulary import Call

PATH = "/v1/messages"


def turn(body: dict[str, Any]) -> int:
    """Which step of the script is due: told by the request, so that repeated requests do no harm."""
    return sum(message.get("role") == "assistant" for message in body["messages"])


def reply(answer: Call | str, number: int) -> Events:
    """The events of one answer."""
    usage = {"input_tokens": 10, "output_tokens": 1}
    message: dict[str, Any] = {
        "id": f"msg_{number}", "type": "message", "role": "assistant", "model": "stub", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    yield "message_start", {"type": "message_start", "message": message}
    block, delta = _block(answer, number)
    yield "content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}
    yield "content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}
    yield "content_block_stop", {"type": "content_block_stop", "index": 0}
    stop = {"stop_reason": "end_turn" if isinstance(answer, str) else "tool_use", "stop_sequence": None}
    yield "message_delta", {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 5}}
    yield "message_stop", {"type": "message_stop"}


def _block(answer: Call | str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    if isinstance(answer, str):
        return {"type": "text", "text": ""}, {"type": "text_delta", "text": answer}
    block = {"type": "tool_use", "id": f"toolu_{number}", "name": answer.tool, "input": {}}
    return block, {"type": "input_json_delta", "partial_json": json.dumps(answer.arguments)}
