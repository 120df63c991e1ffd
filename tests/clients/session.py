"""Run a client once against a script, alone: empty environment, its own home folder, loopback only."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.clients.stub.protocol import strings
from tests.clients.stub.steps import Step, dump

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Session:
    """What is to be run. `templates` are files in which `{url}` stands for the stub's address."""

    client: str
    command: Sequence[str]
    environment: Mapping[str, str]
    project: Path
    script: Sequence[Step]
    templates: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be seen afterwards. The exit code is not among it: clients say 0 when tools failed."""

    events: tuple[dict[str, Any], ...]
    requests: tuple[dict[str, Any], ...]
    project: Path
    stderr: str
    answers: tuple[str, ...] = field(default=())

    @property
    def model_requests(self) -> list[dict[str, Any]]:
        return [entry for entry in self.requests if entry.get("turn", -1) >= 0]

    def heard(self, turn: int) -> str:
        """Everything that the model had been sent when the given step was due."""
        return "\n".join(strings(next(e["body"] for e in self.model_requests if e["turn"] == turn)))

    @property
    def elsewhere(self) -> list[str]:
        """Requests to addresses of the stub that are no model's."""
        return [entry["path"] for entry in self.requests if entry["answer"] == "404"]


@cache
def isolation() -> tuple[str, ...]:
    """The prefix that leaves a process nothing but loopback; empty where the system does not allow it."""
    prefix = ("unshare", "--map-root-user", "--net")
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    except OSError:
        return ()
    return prefix if done.returncode == 0 else ()


def run(session: Session, folder: Path) -> Evidence:
    """Run it, and gather the evidence in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "client": session.client,
        "command": list(session.command),
        "environment": dict(session.environment),
        "project": str(session.project),
        "script": dump(session.script),
        "templates": [str(path) for path in session.templates],
        "isolated": bool(isolation()),
        "seconds": SECONDS,
    }
    (folder / "session.json").write_text(json.dumps(spec, indent=1))
    command = [*isolation(), sys.executable, "-m", "tests.clients.stub", str(folder)]
    subprocess.run(command, cwd=ROOT, check=False)
    requests = _lines(folder / "requests.jsonl")
    return Evidence(
        _lines(folder / "stdout"),
        requests,
        session.project,
        (folder / "stderr").read_text(errors="replace"),
        tuple(entry["answer"] for entry in requests),
    )


def _lines(path: Path) -> tuple[dict[str, Any], ...]:
    if not path.exists():
        return ()
    found = []
    for line in path.read_text(errors="replace").splitlines():
        if line.startswith("{"):
            found.append(json.loads(line))
    return tuple(found)
