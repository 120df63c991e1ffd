"""One watched run: its folder, what is known about it, and the file notifications of its turns."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from onejob.evals.failure import EvalError
from onejob.evals.places import shown
from onejob.evals.tree import files_in

STATE = "run.json"
LOG = "notifications.log"
WORKSPACE = "project-"  # how the names of workspaces begin


@dataclass(slots=True)
class Turn:
    """When a turn began and ended, in seconds since the epoch; `ended` is None while it runs."""

    began: float
    ended: float | None = None


@dataclass(slots=True)
class Desk:
    """What is known of a run while it goes on.

    Attributes:
        desk: folder of this state, of the messages and of the snapshots; the agent does not know it.
        step: in a case with steps, which one.
        workspace: the agent's only workplace.
        watcher: process id of the running inotifywait.
    """

    desk: str
    case: str
    arm: str
    trial: int
    step: int | None
    workspace: str
    watcher: int
    turns: list[Turn] = field(default_factory=list)

    def save(self) -> None:
        """Write the state; a reader sees the old one or the new one."""
        target = Path(self.desk) / STATE
        fresh = target.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=2))
        fresh.replace(target)


def load(folder: Path) -> Desk:
    """Read the state of a run that was begun.

    Raises:
        EvalError: there is none, or it cannot be read.
    """
    try:
        data = json.loads((folder / STATE).read_text())
        return Desk(**{**data, "turns": [Turn(**turn) for turn in data["turns"]]})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EvalError(
            f"{shown(folder)}: no run was begun here ({error}); `onejob eval record begin` names the folder"
        ) from None


def note_tree(desk: Path, workspace: Path, number: int) -> None:
    """Keep what is in the workspace (path → time of last change) after turn `number`; 0 is before the first."""
    tree = {path.relative_to(workspace).as_posix(): path.stat().st_mtime for path in files_in(workspace)}
    (desk / f"tree-{number}.json").write_text(json.dumps(tree, indent=1))


def trees(desk: Path, turns: int) -> list[dict[str, float]]:
    """What `note_tree` kept, from before the first turn to after the last."""
    return [json.loads((desk / f"tree-{number}.json").read_text()) for number in range(turns + 1)]


def new_workspace(below: Path | None) -> Path:
    """An empty folder whose name tells neither case nor arm."""
    if below:
        below.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=WORKSPACE, dir=below))


def watch(workspace: Path, desk: Path) -> int:
    """Log every opened and every written file below `workspace` until `stop`; returns the process id.

    Raises:
        EvalError: inotifywait is missing, or does not start.
    """
    program = shutil.which("inotifywait")
    if not program:
        raise EvalError(
            "inotifywait is not installed: it watches the agent from outside (Debian: inotify-tools)"
        )
    words = [program, "-m", "-r", "-e", "open,close_write", "--timefmt", "%s", "--format", "%T|%e|%w%f"]
    with (desk / LOG).open("wb") as log, (desk / "watcher.log").open("wb") as said:
        process = subprocess.Popen([*words, str(workspace)], stdout=log, stderr=said, start_new_session=True)
    until = time.monotonic() + 20
    while "Watches established" not in (desk / "watcher.log").read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise EvalError(f"inotifywait did not start; see {shown(desk / 'watcher.log')}")
        time.sleep(0.05)
    return process.pid


def stop(watcher: int) -> None:
    """End the watching."""
    try:
        os.kill(watcher, signal.SIGTERM)
    except ProcessLookupError:
        return
