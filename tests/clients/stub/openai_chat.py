"""OpenAI's Chat Completions, streaming: `POST /v1/chat/completions`."""

import json
from typing import Any

from tests.clients.stub.protocol import Events
from tests.clients.stub.vocabulary import Call

PATH = "/v1/chat/completions"


def turn(body: dict[str, Any]) -> int:
    """Which step of the script is due."""
    return sum(message.get("role") == "assistant" for message in body["messages"])


def reply(answer: Call | str, number: int) -> Events:
    """The events of one answer."""
    yield "", _chunk(number, {"role": "assistant", "content": ""})
    yield "", _chunk(number, _delta(answer, number))
    yield "", _chunk(number, {}, "stop" if isinstance(answer, str) else "tool_calls")
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    yield "", {**_chunk(number, {}), "choices": [], "usage": usage}
    yield "", "[DONE]"


def _delta(answer: Call | str, number: int) -> dict[str, Any]:
    if isinstance(answer, str):
        return {"content": answer}
    function = {"name": answer.tool, "arguments": json.dumps(answer.arguments)}
    return {"tool_calls": [{"index": 0, "id": f"call_{number}", "type": "function", "function": function}]}


def _chunk(number: int, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    head = {"id": f"chat_{number}", "object": "chat.completion.chunk", "created": 0, "model": "stub"}
    return {**head, "choices": [choice]}
