"""Claude Code, from the wheel of claude-agent-sdk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.clients.client import Place, site_packages
from tests.clients.session import Evidence, Session
from tests.clients.stub.steps import Step


class ClaudeCode:
    """Reads `.claude/skills`, or a plugin's folder."""

    name = "claude"
    folder = ".claude/skills"
    version = "2.1.330"  # bundled in the pinned claude-agent-sdk

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments

    @property
    def program(self) -> Path | None:
        packages = site_packages()
        bundled = packages / "claude_agent_sdk/_bundled/claude" if packages else None
        return bundled if bundled and bundled.exists() else None

    def session(self, place: Place, script: Sequence[Step]) -> Session:
        command = [
            str(self.program), "-p", "Add orders to the shop.", "--output-format", "stream-json", "--verbose",
            "--permission-mode", "acceptEdits", "--allowedTools", "Bash(python3 *)",
            # What lies outside of the project is else not read without asking, and here nobody answers.
            "Read(~/.claude/skills/**)", *self.arguments,
        ]  # fmt: skip
        environment = place.environment() | {
            "ANTHROPIC_API_KEY": "dummy",
            "ANTHROPIC_BASE_URL": "{url}",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "DISABLE_AUTOUPDATER": "1",
        }
        return Session(self.name, command, environment, place.project, script)

    def denials(self, evidence: Evidence) -> list[Any]:
        results = [event for event in evidence.events if event.get("type") == "result"]
        return [denial for result in results for denial in result.get("permission_denials", ["no list"])]
