"""Google's Gemini API, streaming: `POST /v1beta/models/MODEL:streamGenerateContent`."""

from typing import Any

from tests.clients.stub.protocol import Events
from tests.clients.stub.vocabulary import Call

PATH = ":streamGenerateContent"


def turn(body: dict[str, Any]) -> int:
    """Which step of the script is due."""
    return sum(content.get("role") == "model" for content in body["contents"])


def reply(answer: Call | str, number: int) -> Events:
    """The events of one answer."""
    part: dict[str, Any] = (
        {"text": answer} if isinstance(answer, str) else {"functionCall": _call(answer, number)}
    )
    candidate = {"index": 0, "content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}
    usage = {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}
    yield "", {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "stub"}


def _call(answer: Call, number: int) -> dict[str, Any]:
    return {"id": f"call_{number}", "name": answer.tool, "args": answer.arguments}
