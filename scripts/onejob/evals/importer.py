"""Makes a recording from a folder in which an AI coding agent worked, without changing what it wrote."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from onejob.evals.arm import Arm
from onejob.evals.case import Case
from onejob.evals.events import Event, read_events, writes
from onejob.evals.failure import EvalError
from onejob.evals.json_document import read_text
from onejob.evals.payload import SKILL_FILE, read_skill
from onejob.evals.places import shown
from onejob.evals.recording import Skill
from onejob.evals.store import write_recording
from onejob.evals.tree import files_in, hashes, is_cache, sha256
from onejob.evals.versions import CURRENT, NO_EVIDENCE

MAX_BYTES = 20 * 1024 * 1024
PROJECT = "/project"


@dataclass(frozen=True, slots=True)
class Work:
    """What an agent left behind.

    Attributes:
        folder: the tree after the last turn.
        snapshots: the tree after each earlier turn.
        messages: files with the agent's final message of each turn.
        events: an events.jsonl, if there is one.
        skill: the folder of the installed skill; without it the workspace is searched.
        seconds: time per turn, where known.
    """

    folder: Path
    messages: Sequence[Path]
    snapshots: Sequence[Path] = ()
    events: Path | None = None
    skill: Path | None = None
    seconds: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What is known about the run and cannot be seen in the folder."""

    id: str
    trial: int
    date: str
    agent: dict[str, str | None]
    status: str
    usage: dict[str, Any]
    notes: str
    attempts: Sequence[dict[str, Any]] = ()
    evidence: dict[str, Any] = field(default_factory=lambda: dict(NO_EVIDENCE))


def import_work(work: Work, label: Label, case: Case, arm: Arm, store: Path) -> Path:
    """Write the recording; it appears whole or not at all.

    Raises:
        EvalError: something is missing, too large, or leads out of the folder.
    """
    _check_turns(work, case)
    for folder in (work.folder, *work.snapshots):
        _check_tree(folder)
    installed = _installed(work, arm)
    skill = read_skill(installed) if installed else None
    trees = [_kept(folder, installed, work.folder) for folder in (*work.snapshots, work.folder)]
    data = _data(work, label, case, arm, skill, trees)
    events = (
        _without_path(read_events(work.events), work.folder)
        if work.events
        else _synthesised(data["turns"], case)
    )
    return write_recording(
        store, data, events, work.folder, lambda source, to: copy_work(source, to, installed)
    )


def copy_work(source: Path, to: Path, without: Path | None = None) -> None:
    """Copy a tree without caches and without installed skills. Links inside it become the files they name."""
    to.mkdir(parents=True, exist_ok=True)
    for path in _work_files(source, without):
        target = to / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def slug(text: str) -> str:
    """The text as part of a folder name."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "agent"


def _check_turns(work: Work, case: Case) -> None:
    turns = len(work.messages)
    if not 1 <= turns <= len(case.prompts):
        raise EvalError(
            f"case {case.id!r} has {len(case.prompts)} turn(s), and {turns} final message(s) were given; "
            "give one --message FILE per turn the agent took"
        )
    if len(work.snapshots) != turns - 1:
        raise EvalError(
            f"{turns} turns need {turns - 1} --snapshot DIR (the folder after each turn but the last); "
            f"{len(work.snapshots)} given"
        )
    if work.seconds and len(work.seconds) != turns:
        raise EvalError(f"{turns} turns need {turns} --seconds; {len(work.seconds)} given")


def _check_tree(folder: Path) -> None:
    if not folder.is_dir():
        raise EvalError(f"{shown(folder)}: there is no such folder")
    root, size = folder.resolve(), 0
    for path in folder.rglob("*"):
        if any(is_cache(part) for part in path.relative_to(folder).parts[:-1]) or is_cache(path.name):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise EvalError(
                f"{shown(path)}: this link leaves the folder; remove it, a recording holds only its own files"
            )
        size += path.stat().st_size if path.is_file() else 0
    if size > MAX_BYTES:
        raise EvalError(
            f"{shown(folder)}: {size >> 20} MiB of files, more than the {MAX_BYTES >> 20} MiB a recording may have"
        )


def _installed(work: Work, arm: Arm) -> Path | None:
    """The installed skill's folder. In the control arm, too: the run is then kept, and shown to be invalid."""
    if work.skill:
        return work.skill
    found = installed_skills(work.folder)
    if not arm.treated or arm.kind == "inline":
        return found[0] if found else None
    if len(found) != 1:
        names = ", ".join(shown(folder) for folder in found) or "none"
        raise EvalError(
            f"arm {arm.name!r} needs the one installed skill; found: {names}. Name it with --skill DIR"
        )
    return found[0]


def installed_skills(folder: Path) -> list[Path]:
    """Skills in a client's folder (`.claude/skills/…`, `.agents/skills/…`) of a workspace."""
    return sorted(path.parent for path in folder.glob(f".*/skills/*/{SKILL_FILE}"))


def _work_files(root: Path, without: Path | None) -> list[Path]:
    excluded = [*installed_skills(root), *([without] if without else [])]
    real = root.resolve()
    links = [
        path
        for path in root.rglob("*")
        if path.is_symlink() and path.is_file() and path.resolve().is_relative_to(real)
    ]
    candidates = sorted({*files_in(root), *links})
    return [path for path in candidates if not _left_out(path, root, excluded)]


def _left_out(path: Path, root: Path, excluded: Sequence[Path]) -> bool:
    inner = path.relative_to(root)
    return (
        path.suffix == ".pyc"
        or any(map(is_cache, inner.parts))
        or any(path.is_relative_to(skill) for skill in excluded)
    )


def _without_path(events: Sequence[Event], folder: Path) -> list[Event]:
    return [replace(event, detail=_shown(event.detail, folder)) for event in events]


def _shown(text: str, folder: Path) -> str:
    """The folder's own path is no part of the run: it would tell whose machine this was."""
    return text.replace(str(folder.resolve()), PROJECT).replace(str(folder), PROJECT)


def _kept(folder: Path, installed: Path | None, final: Path) -> dict[str, str]:
    """path → sha256 of what a recording keeps of one tree."""
    without = folder / installed.relative_to(final) if installed and installed.is_relative_to(final) else None
    kept = _work_files(folder, without)
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in kept}


def _data(
    work: Work, label: Label, case: Case, arm: Arm, skill: Skill | None, trees: Sequence[dict[str, str]]
) -> dict[str, Any]:
    turns = [
        {
            "prompt": case.prompts[index],
            "reply": _shown(read_text(message), work.folder),
            "seconds": work.seconds[index] if work.seconds else None,
            "files_after": trees[index],
        }
        for index, message in enumerate(work.messages)
    ]
    return recording_data(label, case, arm, skill, turns, "import")


def recording_data(
    label: Label, case: Case, arm: Arm, skill: Skill | None, turns: Sequence[dict[str, Any]], origin: str
) -> dict[str, Any]:
    """The content of recording.json."""
    step = {"step": case.step, "started_from": case.starting_hash()} if case.step else {}
    return {
        "schema_version": CURRENT,
        "id": label.id,
        "case": case.id,
        "arm": arm.name,
        "trial": label.trial,
        **step,
        "date": label.date,
        "agent": label.agent,
        "skill": asdict(skill) if skill else None,
        "prompt_hash": case.prompt_hash,
        "turns": list(turns),
        "status": label.status,
        "usage": label.usage,
        "origin": origin,
        "notes": label.notes,
        "attempts": list(label.attempts),
        "evidence": label.evidence,
    }


def _synthesised(turns: Sequence[dict[str, Any]], case: Case) -> list[Event]:
    """Without a log: what each turn wrote (as the trees show), then what it said."""
    before = hashes(case.files) if case.files else {}
    events: list[Event] = []
    for number, turn in enumerate(turns, start=1):
        events += writes(number, before, turn["files_after"])
        events.append(Event(number, "say", turn["reply"]))
        before = turn["files_after"]
    return events
