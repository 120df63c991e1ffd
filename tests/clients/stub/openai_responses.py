"""OpenAI's Responses, streaming: `POST /v1/responses`."""

import json
from typing import Any

from tests.clients.stub.protocol import Events
from tests.clients.stub.vocabulary import Call

PATH = "/v1/responses"
_RESULTS = {"function_call_output", "custom_tool_call_output"}


def turn(body: dict[str, Any]) -> int:
    """Which step of the script is due: one result lies behind every tool call, one message behind every text."""
    items = [item for item in body["input"] if isinstance(item, dict)]
    return sum(item.get("type") in _RESULTS or item.get("role") == "assistant" for item in items)


def reply(answer: Call | str, number: int) -> Events:
    """The events of one answer."""
    response: dict[str, Any] = {"id": f"resp_{number}", "object": "response", "output": []}
    yield "response.created", {"type": "response.created", "response": {**response, "status": "in_progress"}}
    item = _item(answer, number)
    added = {
        "type": "response.output_item.added",
        "output_index": 0,
        "item": {**item, "status": "in_progress"},
    }
    yield "response.output_item.added", added
    if isinstance(answer, str):
        delta = {"item_id": item["id"], "output_index": 0, "content_index": 0, "delta": answer}
        yield "response.output_text.delta", {"type": "response.output_text.delta", **delta}
    done = {"type": "response.output_item.done", "output_index": 0, "item": {**item, "status": "completed"}}
    yield "response.output_item.done", done
    usage = {
        "input_tokens": 10, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 15,
    }  # fmt: skip
    final = {**response, "status": "completed", "output": [item], "usage": usage}
    yield "response.completed", {"type": "response.completed", "response": final}


def _item(answer: Call | str, number: int) -> dict[str, Any]:
    if isinstance(answer, str):
        content = [{"type": "output_text", "text": answer, "annotations": []}]
        return {"id": f"msg_{number}", "type": "message", "role": "assistant", "content": content}
    return {
        "id": f"fc_{number}", "type": "function_call", "call_id": f"call_{number}", "name": answer.tool,
        "arguments": json.dumps(answer.arguments),
    }  # fmt: skip
