"""opencode: `opencode run --format json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onejob.evals.agent import AgentOptions, Habits
from onejob.evals.client import ClientAgent, Heard, Order, client_agent
from onejob.evals.events import Event
from onejob.evals.model.api import OPENAI, ModelApi
from onejob.evals.program import Wheel

_MODEL = "default"
_QUIET = ("AUTOUPDATE", "MODELS_FETCH", "LSP_DOWNLOAD", "DEFAULT_PLUGINS")
_TOOLS = {
    "skill": ("skill", "name"),
    "read": ("read", "filePath"),
    "write": ("write", "filePath"),
    "edit": ("write", "filePath"),
    "bash": ("run", "command"),
}


@dataclass(frozen=True, slots=True)
class OpenCode:
    """Reads `.agents/skills` and AGENTS.md. It does not say which skills it has."""

    name: str = "opencode"
    habits: Habits = Habits(".agents/skills", "AGENTS.md")  # noqa: RUF009 (frozen)
    api: ModelApi = OPENAI
    wheel: Wheel | None = None

    def command(self, order: Order) -> list[str]:
        """With a title, or it would ask the model for one."""
        return [
            "run", "--format", "json", "--title", "task",
            *(["--session", order.session] if order.session else []), order.prompt,
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        """Nothing is fetched."""
        return {f"OPENCODE_DISABLE_{name}": "1" for name in _QUIET}

    def home(self, model: str | None) -> Mapping[str, str]:
        """A provider that is our proxy, speaking Chat Completions."""
        name = model or _MODEL
        provider = {
            "npm": "@ai-sdk/openai-compatible",
            "name": "onejob",
            "options": {"baseURL": "{env:ONEJOB_MODEL_URL}/v1", "apiKey": "kept-outside"},
            "models": {name: {"name": name}},
        }
        config = {
            "provider": {"onejob": provider},
            "model": f"onejob/{name}",
            "small_model": f"onejob/{name}",
            "enabled_providers": ["onejob"],
            "autoupdate": False,
            "share": "disabled",
        }
        return {".config/opencode/opencode.json": json.dumps(config)}

    def read(self, lines: Sequence[dict[str, Any]], turn: int) -> Heard:
        """A tool it does not have is `invalid`, and `completed` all the same."""
        heard, used = Heard(), list[dict[str, Any]]()
        for line in lines:
            part = line.get("part") or {}
            heard.session = heard.session or line.get("sessionID")
            match line.get("type"):
                case "text" if text := str(part.get("text") or "").strip():
                    heard.reply = text
                    heard.events.append(Event(turn, "say", text))
                case "tool_use":
                    _read_tool(part, turn, heard)
                case "step_finish":
                    used.append(part)
                    heard.ended = part.get("reason") != "tool-calls"
                case "error":
                    heard.failure = json.dumps(line.get("error"))[:300]
        heard.usage = _usage(used)
        return heard


def create(options: AgentOptions) -> ClientAgent:
    """opencode with its program."""
    return client_agent(OpenCode(), options)


def _read_tool(part: dict[str, Any], turn: int, heard: Heard) -> None:
    tool, state = str(part.get("tool")), part.get("state") or {}
    kind, key = _TOOLS.get(tool, (None, ""))
    given = str((state.get("input") or {}).get(key, ""))
    if state.get("status") == "completed" and kind is not None:
        heard.events.append(Event(turn, kind, given))  # type: ignore[arg-type]
    elif tool == "invalid" or state.get("status") != "completed":
        asked = str((state.get("input") or {}).get("tool", tool))
        said = str(state.get("error") or state.get("output") or "")
        heard.events.append(Event(turn, "error", f"{tool}: {given} {said[:200]}".strip()))
        if asked in _TOOLS and (
            tool == "invalid" or "permission" in said.lower() or "rejected" in said.lower()
        ):
            heard.denied.append(asked)  # it has the tool, unless that was taken from it


def _usage(steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not steps:
        return {"input_tokens": None, "output_tokens": None, "cost_usd": None}
    tokens = [step.get("tokens") or {} for step in steps]
    caches = [entry.get("cache") or {} for entry in tokens]
    read = sum(int(cache.get(name) or 0) for cache in caches for name in ("read", "write"))
    return {
        "input_tokens": sum(int(entry.get("input") or 0) for entry in tokens) + read,
        "output_tokens": sum(
            int(entry.get("output") or 0) + int(entry.get("reasoning") or 0) for entry in tokens
        ),
        "cost_usd": None,  # it has prices of its own for models that it knows, and 0 for all others
    }
