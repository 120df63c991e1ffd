"""Gemini CLI, from npm, on the Node.js of the development environment."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.clients.client import NODE, Place
from tests.clients.session import ROOT, Evidence, Session
from tests.clients.stub.steps import Step

SETTINGS = {
    "security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": False}},
    "privacy": {"usageStatisticsEnabled": False},
    "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
}


class Gemini:
    """Reads `.agents/skills`."""

    name = "gemini"
    folder = ".agents/skills"
    version = "0.61.0"

    @property
    def program(self) -> Path | None:
        place = Path(os.environ.get("ONEJOB_NODE_CLIENTS", ROOT / ".venv-clients/node"))
        found = place / "node_modules/.bin/gemini"
        return found if found.exists() else None

    def session(self, place: Place, script: Sequence[Step]) -> Session:
        settings = place.home / ".gemini" / "settings.json"
        settings.parent.mkdir()
        settings.write_text(json.dumps(SETTINGS))
        command = [
            str(NODE), str(self.program), "--model", "gemini-2.5-pro", "--approval-mode", "yolo",
            "--output-format", "stream-json", "--prompt", "Add orders to the shop.",
        ]  # fmt: skip
        environment = place.environment(NODE.parent) | {
            "GEMINI_API_KEY": "dummy", "GOOGLE_GEMINI_BASE_URL": "{url}",
        }  # fmt: skip
        return Session(self.name, command, environment, place.project, script)

    def denials(self, evidence: Evidence) -> list[Any]:
        results = [event for event in evidence.events if event.get("type") == "tool_result"]
        return [event for event in results if event.get("status") != "success"]
