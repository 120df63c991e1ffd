"""Codex, from the wheel of openai-codex-cli-bin."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.clients.client import Place, pinned, site_packages
from tests.clients.session import Evidence, Session
from tests.clients.stub.steps import Step

# A model that this version knows: for an unknown one it cuts what commands print after 10,000 characters.
CONFIG = """\
model = "gpt-5.5"
model_provider = "stub"
check_for_update_on_startup = false

[model_providers.stub]
name = "stub"
base_url = "{url}/v1"
env_key = "STUB_KEY"
wire_api = "responses"

[analytics]
enabled = false
"""


class Codex:
    """Reads `.agents/skills`."""

    name = "codex"
    folder = ".agents/skills"

    @property
    def version(self) -> str:
        return pinned("openai-codex-cli-bin")

    @property
    def program(self) -> Path | None:
        packages = site_packages()
        bundled = packages / "codex_cli_bin/bin/codex" if packages else None
        return bundled if bundled and bundled.exists() else None

    def session(self, place: Place, script: Sequence[Step]) -> Session:
        config = place.home / ".codex" / "config.toml"
        config.parent.mkdir()
        config.write_text(CONFIG)
        # Its own sandbox needs rights that containers and network namespaces may not give; ours is the namespace.
        command = [
            str(self.program), "exec", "--json", "--skip-git-repo-check",
            "--dangerously-bypass-approvals-and-sandbox", "Add orders to the shop.",
        ]  # fmt: skip
        environment = place.environment() | {"STUB_KEY": "dummy"}
        return Session(self.name, command, environment, place.project, script, templates=[config])

    def denials(self, evidence: Evidence) -> list[Any]:
        items = [event["item"] for event in evidence.events if event.get("type") == "item.completed"]
        return [
            item
            for item in items
            if item["type"] in {"command_execution", "file_change"}
            and item.get("status") not in {"completed"}
            and "scripts/check.py" not in item.get("command", "")  # exit code 1: it had findings
        ]
