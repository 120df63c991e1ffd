"""opencode, from npm: its platform package, so that nothing has to be downloaded when it is installed."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.clients.client import Place, site_packages
from tests.clients.session import ROOT, Evidence, Session
from tests.clients.stub.steps import Step

CONFIG = {
    "provider": {
        "stub": {
            "npm": "@ai-sdk/openai-compatible",
            "name": "stub",
            "options": {"baseURL": "{url}/v1", "apiKey": "dummy"},
            "models": {"stub": {"name": "stub"}},
        }
    },
    "model": "stub/stub",
    "small_model": "stub/stub",
    "enabled_providers": ["stub"],
    "autoupdate": False,
    "share": "disabled",
}
QUIET = ("AUTOUPDATE", "MODELS_FETCH", "LSP_DOWNLOAD", "DEFAULT_PLUGINS")


class OpenCode:
    """Reads `.agents/skills`."""

    name = "opencode"
    folder = ".agents/skills"
    version = "1.18.33"

    @property
    def program(self) -> Path | None:
        place = Path(os.environ.get("ONEJOB_NODE_CLIENTS", ROOT / ".venv-clients/node"))
        found = place / "node_modules/opencode-linux-x64-baseline/bin/opencode"
        return found if found.exists() else None

    def session(self, place: Place, script: Sequence[Step]) -> Session:
        config = place.home / ".config/opencode/opencode.json"
        config.parent.mkdir(parents=True)
        config.write_text(json.dumps(CONFIG))
        command = [
            str(self.program),
            "run",
            "--format",
            "json",
            "--title",
            "orders",
            "Add orders to the shop.",
        ]
        packages = site_packages()
        # Its skill tool searches with ripgrep, and without one it would download it.
        ripgrep = [packages / "codex_cli_bin/codex-path"] if packages else []
        environment = place.environment(*ripgrep) | {f"OPENCODE_DISABLE_{name}": "1" for name in QUIET}
        return Session(self.name, command, environment, place.project, script, templates=[config])

    def denials(self, evidence: Evidence) -> list[Any]:
        parts = [event["part"] for event in evidence.events if event.get("type") == "tool_use"]
        return [part for part in parts if part["tool"] == "invalid" or part["state"]["status"] != "completed"]
