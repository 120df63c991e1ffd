"""Claude Code: `claude -p`, with its stream of JSON events."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onejob.evals.agent import AgentOptions, Habits
from onejob.evals.client import ClientAgent, Heard, Order, client_agent
from onejob.evals.events import Event
from onejob.evals.model.api import ANTHROPIC, ModelApi
from onejob.evals.program import Wheel

# Without the sandbox around it, it must at least ask where nobody answers; with it, nothing is left to ask about.
_TOOLS = "Skill Read Write Edit Glob Grep Bash"
_WRITES = {
    "Write": "file_path",
    "Edit": "file_path",
    "MultiEdit": "file_path",
    "NotebookEdit": "notebook_path",
}


@dataclass(frozen=True, slots=True)
class ClaudeCode:
    """Reads `.claude/skills` and CLAUDE.md. Its first event lists its skills, its last one what was denied."""

    name: str = "claude"
    habits: Habits = Habits(".claude/skills", "CLAUDE.md")  # noqa: RUF009 (frozen)
    api: ModelApi = ANTHROPIC
    wheel: Wheel | None = Wheel("claude-agent-sdk", "claude_agent_sdk", "_bundled/claude")  # noqa: RUF009 (frozen)

    def command(self, order: Order) -> list[str]:
        """Its own skills would be there in both arms, so they are switched off."""
        rights = (
            ["--permission-mode", "bypassPermissions"]
            if order.isolated
            else ["--permission-mode", "dontAsk", "--allowedTools", _TOOLS]
        )
        return [
            "-p", order.prompt, "--output-format", "stream-json", "--verbose", "--strict-mcp-config",
            "--settings", json.dumps({"disableBundledSkills": True}), *rights,
            *(["--model", order.model] if order.model else []),
            *(["--resume", order.session] if order.session else []),
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        """The key stays with the proxy; retrying is left to us after a few attempts of its own."""
        return {
            "ANTHROPIC_API_KEY": "kept-outside",
            "ANTHROPIC_BASE_URL": "{ONEJOB_MODEL_URL}",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "CLAUDE_CODE_MAX_RETRIES": "3",
            "DISABLE_AUTOUPDATER": "1",
            "DISABLE_TELEMETRY": "1",
            "DISABLE_ERROR_REPORTING": "1",
        }

    def home(self, model: str | None) -> Mapping[str, str]:
        """None."""
        return {}

    def read(self, lines: Sequence[dict[str, Any]], turn: int) -> Heard:
        """A tool call counts once its result is there and is no error."""
        heard, calls = Heard(), dict[str, dict[str, Any]]()
        for line in lines:
            match line.get("type"):
                case "system" if line.get("subtype") == "init":
                    heard.session = line.get("session_id")
                    heard.skills_listed = [str(name) for name in line.get("skills", [])]
                case "assistant" | "user" as role:
                    for block in _blocks(line):
                        _read_block(role, block, turn, heard, calls)
                case "result":
                    _read_result(line, heard)
        return heard


def create(options: AgentOptions) -> ClientAgent:
    """Claude Code with its program."""
    return client_agent(ClaudeCode(), options)


def _blocks(line: dict[str, Any]) -> list[dict[str, Any]]:
    content = (line.get("message") or {}).get("content")
    return [block for block in content if isinstance(block, dict)] if isinstance(content, list) else []


def _read_block(
    role: str, block: dict[str, Any], turn: int, heard: Heard, calls: dict[str, dict[str, Any]]
) -> None:
    match block.get("type"):
        case "text" if role == "assistant" and str(block.get("text", "")).strip():
            heard.events.append(Event(turn, "say", block["text"]))
        case "tool_use":
            calls[str(block.get("id"))] = block
        case "tool_result" if call := calls.pop(str(block.get("tool_use_id")), None):
            if event := _called(call, turn, bool(block.get("is_error"))):
                heard.events.append(event)


def _called(call: dict[str, Any], turn: int, failed: bool) -> Event | None:
    tool, given = str(call.get("name")), call.get("input") or {}
    if tool == "Bash":  # a command that fails was run all the same
        return Event(turn, "run", str(given.get("command", "")))
    if failed:
        return Event(turn, "error", f"{tool}: {json.dumps(given)[:200]}")
    if tool == "Skill":
        return Event(turn, "skill", str(given.get("skill") or given.get("command") or ""))
    if tool == "Read":
        return Event(turn, "read", str(given.get("file_path", "")))
    if tool in _WRITES:
        return Event(turn, "write", str(given.get(_WRITES[tool], "")))
    return None


def _read_result(line: dict[str, Any], heard: Heard) -> None:
    heard.ended = True
    heard.reply = str(line.get("result") or "")
    subtype = str(line.get("subtype", ""))
    if line.get("is_error") or subtype != "success":
        heard.failure = f"{subtype}: {heard.reply[:300]}"
        heard.over_budget = subtype in {"error_max_turns", "error_max_budget_usd"}
    used = line.get("usage") or {}
    heard.usage = {
        "input_tokens": sum(
            int(used.get(name) or 0)
            for name in ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
        ),
        "output_tokens": int(used.get("output_tokens") or 0),
        "cost_usd": line.get("total_cost_usd"),
    }
    heard.denied = [str(denial.get("tool_name")) for denial in line.get("permission_denials") or []]
