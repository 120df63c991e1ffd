"""Codex: `codex exec --json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onejob.evals.agent import AgentOptions, Habits
from onejob.evals.client import ClientAgent, Heard, Order, client_agent
from onejob.evals.events import Event
from onejob.evals.model.api import OPENAI, ModelApi
from onejob.evals.program import CODEX_WHEEL, Wheel

# It has no tool for skills: it reads their pages with a shell, and so its events show a command.
_SKILL_FILE = "/SKILL.md"
_SETTINGS = {
    "model_provider": "onejob",
    "model_providers.onejob.name": "onejob",
    "model_providers.onejob.base_url": "{ONEJOB_MODEL_URL}/v1",
    "model_providers.onejob.env_key": "ONEJOB_NO_KEY",
    "model_providers.onejob.wire_api": "responses",
    "model_providers.onejob.request_max_retries": 3,
    "model_providers.onejob.stream_max_retries": 3,
    "analytics.enabled": False,
    "check_for_update_on_startup": False,
}


@dataclass(frozen=True, slots=True)
class Codex:
    """Reads `.agents/skills` and AGENTS.md. It does not say which skills it has."""

    name: str = "codex"
    habits: Habits = Habits(".agents/skills", "AGENTS.md")  # noqa: RUF009 (frozen)
    api: ModelApi = OPENAI
    wheel: Wheel | None = CODEX_WHEEL

    def command(self, order: Order) -> list[str]:
        """Its own sandbox cannot be set up inside ours; without ours it is all there is."""
        rights = (
            ["--dangerously-bypass-approvals-and-sandbox"]
            if order.isolated
            else ["-c", 'sandbox_mode="workspace-write"']
        )
        settings = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={json.dumps(value)}")]
        return [
            "exec", *(["resume", order.session] if order.session else []),
            "--json", "--skip-git-repo-check", *rights, *settings,
            *(["--model", order.model] if order.model else []), order.prompt,
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        """The key stays with the proxy."""
        return {"ONEJOB_NO_KEY": "kept-outside"}

    def home(self, model: str | None) -> Mapping[str, str]:
        """None: everything is on the command line."""
        return {}

    def read(self, lines: Sequence[dict[str, Any]], turn: int) -> Heard:
        """Its exit status says nothing: it is 0 when tools failed."""
        heard = Heard(totals=True)
        for line in lines:
            match line.get("type"):
                case "thread.started":
                    heard.session = line.get("thread_id")
                case "item.completed":
                    _read_item(line.get("item") or {}, turn, heard)
                case "turn.completed":
                    heard.ended, heard.failure = True, ""
                    heard.usage = _usage(line.get("usage") or {})
                case "turn.failed":
                    heard.ended = True
                    heard.failure = str((line.get("error") or {}).get("message") or "turn.failed")[:300]
                case "error":
                    heard.failure = str(line.get("message") or "error")[:300]
        return heard


def create(options: AgentOptions) -> ClientAgent:
    """Codex with its program."""
    return client_agent(Codex(), options)


def _read_item(item: dict[str, Any], turn: int, heard: Heard) -> None:
    match item.get("type"):
        case "agent_message":
            heard.reply = str(item.get("text") or "")
            heard.events.append(Event(turn, "say", heard.reply))
        case "command_execution":
            _read_command(item, turn, heard)
        case "file_change" if item.get("status") == "completed":
            paths = [str(change.get("path")) for change in item.get("changes") or []]
            heard.events += [Event(turn, "write", path) for path in paths]
        case "file_change":
            heard.denied.append("apply_patch")
        case "error":
            heard.events.append(Event(turn, "error", str(item.get("message") or "")))


def _read_command(item: dict[str, Any], turn: int, heard: Heard) -> None:
    command = str(item.get("command") or "")
    if item.get("status") == "declined":
        heard.denied.append("shell")
        heard.events.append(Event(turn, "error", f"declined: {command}"))
    elif _SKILL_FILE in command and item.get("exit_code") != 0:
        heard.events.append(Event(turn, "error", command))  # it wanted to read a skill, and did not
    else:
        heard.events.append(Event(turn, "run", command))


def _usage(used: dict[str, Any]) -> dict[str, Any]:
    return {
        "input_tokens": used.get("input_tokens"),
        "output_tokens": used.get("output_tokens"),
        "cost_usd": None,
    }
