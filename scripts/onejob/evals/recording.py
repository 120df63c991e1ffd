"""A recording: what one agent left on one case, unedited. Read, checked, hashed; `store.py` writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onejob.evals.events import Event, read_events
from onejob.evals.failure import BadFileError, EvalError
from onejob.evals.json_document import read_json
from onejob.evals.places import shown
from onejob.evals.schema import problems
from onejob.evals.tree import hashes, sha256, tree_hash
from onejob.evals.versions import too_new, upgraded

_REMEDY = "Restore the recording from version control, or delete its folder."
STREAM = "client.jsonl"  # what the client itself wrote, where it was live
_PARTS = frozenset({"recording.json", "events.jsonl", "workspace", STREAM})


@dataclass(frozen=True, slots=True)
class Skill:
    """The treatment: which skill, which version, which bytes.

    Attributes:
        hash: over every file that was installed.
        text_hash: over its Markdown alone, what an agent reads; None in recordings that do not have it.
    """

    name: str
    version: str | None
    hash: str
    text_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange and the tree it left (POSIX path → sha256)."""

    prompt: str
    reply: str
    seconds: float | None
    files_after: dict[str, str]


@dataclass(frozen=True, slots=True)
class Recording:
    """One run. `edited` lists what no longer is what the agent left.

    Attributes:
        step: which step of a case with steps; None in other cases.
        started_from: tree hash of what the step began with; None in other cases.
    """

    folder: Path
    id: str
    case: str
    arm: str
    trial: int
    date: str
    agent: dict[str, str | None]
    skill: Skill | None
    prompt_hash: str
    turns: tuple[Turn, ...]
    status: str
    usage: dict[str, Any]
    origin: str
    notes: str
    attempts: list[dict[str, Any]]
    evidence: dict[str, Any]
    events: tuple[Event, ...]
    files: dict[str, str]
    content_hash: str
    edited: tuple[str, ...]
    step: int | None = None
    started_from: str | None = None

    @property
    def workspace(self) -> Path:
        """What the agent left."""
        return self.folder / "workspace"

    @property
    def seconds(self) -> float | None:
        """Time over all turns, where every turn has one."""
        times = [turn.seconds for turn in self.turns]
        return None if None in times else sum(time for time in times if time is not None)

    @property
    def says(self) -> list[dict[str, Any]]:
        """What the agent said, in order; the replies alone where there is no log."""
        said = [{"turn": event.turn, "text": event.detail} for event in self.events if event.kind == "say"]
        return said or [
            {"turn": number, "text": turn.reply} for number, turn in enumerate(self.turns, start=1)
        ]


def load_recordings(
    root: Path, only: Callable[[str, str], bool] = lambda _case, _arm: True
) -> list[Recording]:
    """All recordings below `root` (case/arm/run), in a stable order.

    Args:
        only: whether a (case, arm) is wanted.

    Raises:
        EvalError: no such folder, or a damaged recording.
    """
    if not root.is_dir():
        raise EvalError(
            f"{shown(root)}: there is no such folder of recordings; name one with --recordings DIR"
        )
    folders = sorted(path for path in root.glob("*/*/*") if path.is_dir() and not path.name.startswith("."))
    wanted = [path for path in folders if only(path.parts[-3], path.parts[-2])]
    return [load_recording(path) for path in wanted]


def load_recording(folder: Path) -> Recording:
    """Read and check one recording.

    A changed file is noted in `edited` (the run is then invalid, and shown); a missing one is damage.

    Raises:
        BadFileError: something is missing, broken or does not belong here.
    """
    path = folder / "recording.json"
    data = read_json(path, _REMEDY)
    if newer := too_new(data):
        raise BadFileError(path, [newer])
    data = upgraded(data)
    if found := problems("recording", data) or _misplaced(folder, data):
        raise BadFileError(path, found, _REMEDY)
    if not (folder / "workspace").is_dir():
        raise BadFileError(folder, ["there is no folder workspace"], _REMEDY)
    if strays := sorted(entry.name for entry in folder.iterdir() if entry.name not in _PARTS):
        raise BadFileError(folder, [f"{', '.join(strays)} does not belong in a recording"], "Remove it.")
    events = read_events(folder / "events.jsonl", _REMEDY)
    files = hashes(folder / "workspace", skip=lambda name: name == "__pycache__")
    left = data["turns"][-1]["files_after"]
    if missing := sorted(left.keys() - files.keys()):
        raise BadFileError(
            folder / "workspace", [f"{name} is in recording.json and not here" for name in missing], _REMEDY
        )
    return _recording(folder, data, events, files)


def _misplaced(folder: Path, data: dict[str, Any]) -> list[str]:
    told = (data["case"], data["arm"], data["id"])
    keys = ("case", "arm", "id")
    return [
        f": {key}: {value!r} differs from the folder's name {part!r}"
        for key, value, part in zip(keys, told, folder.parts[-3:], strict=True)
        if value != part
    ]


def _recording(folder: Path, data: dict[str, Any], events: list[Event], files: dict[str, str]) -> Recording:
    turns = tuple(Turn(**turn) for turn in data["turns"])
    left = turns[-1].files_after
    edited = sorted(name for name, content in files.items() if left.get(name) != content)
    own = {name: sha256((folder / name).read_bytes()) for name in ("recording.json", "events.jsonl")}
    rest = {
        key: data[key]
        for key in (
            "id",
            "case",
            "arm",
            "trial",
            "date",
            "agent",
            "prompt_hash",
            "status",
            "usage",
            "origin",
            "notes",
            "attempts",
            "evidence",
        )
    }
    return Recording(
        folder=folder,
        **rest,
        skill=Skill(**data["skill"]) if data["skill"] else None,
        turns=turns,
        events=tuple(events),
        files=files,
        content_hash=tree_hash({**own, **{f"workspace/{name}": content for name, content in files.items()}}),
        edited=tuple(edited),
        step=data.get("step"),
        started_from=data.get("started_from"),
    )
