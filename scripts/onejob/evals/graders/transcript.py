"""Manner: did the agent ask before it wrote, load the skill, read its references?"""

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from onejob.evals.arm import recorded_arm
from onejob.evals.bench import Bench
from onejob.evals.grader import source_hash
from onejob.evals.recording import Recording
from onejob.evals.subject import Subject
from onejob.evals.tree import hashes

_QUESTION = re.compile(r"[^\s?][^?\n]*\?")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"https?://\S+")


def version() -> object:
    """This file's content."""
    return source_hash(Path(__file__))


def depends_on(subject: Subject) -> object:
    """The expectation and the starting tree."""
    return [subject.case.asks_before_writing, subject.case.starting_hash()]


async def grade(subjects: Sequence[Subject], bench: Bench) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
    """One block per subject."""
    for subject in subjects:
        yield subject, grade_transcript(subject)


def grade_transcript(subject: Subject) -> dict[str, Any]:
    """The `transcript` block: pass or fail by the case's expectation, not-run where it has none."""
    recording = subject.recording
    questions = _questions(recording)
    asked = bool(questions) and not _wrote_in_first_turn(subject)
    expected = subject.case.asks_before_writing
    status = "not-run" if expected == "free" else "pass" if asked == (expected == "expected") else "fail"
    return {
        "status": status,
        "asked_before_writing": asked,
        "skill_loaded": _skill_loaded(recording),
        "references_read": _references_read(recording),
        "questions": len(questions),
    }


def _questions(recording: Recording) -> list[str]:
    """Questions the first turn ended with: only its last message counts, thinking aloud does not."""
    said = [entry["text"] for entry in recording.says if entry["turn"] == 1]
    prose = _LINK.sub("", _CODE.sub("", said[-1] if said else ""))
    return _QUESTION.findall(prose)


def _wrote_in_first_turn(subject: Subject) -> bool:
    recording = subject.recording
    if any(event.kind == "write" and event.turn == 1 for event in recording.events):
        return True
    start = hashes(subject.case.files) if subject.case.files else {}
    return recording.turns[0].files_after != start


def _skill_loaded(recording: Recording) -> bool | None:
    """None where nobody can know: no skill to load, or no log of what was read."""
    if recording.skill is None or recorded_arm(recording.arm).kind == "inline":
        return None
    looked = [event for event in recording.events if event.kind in {"skill", "read", "run"}]
    if not looked:
        return None
    return any(_loads(event.kind, event.detail, recording.skill.name) for event in looked)


def _loads(kind: str, detail: str, skill: str) -> bool:
    if kind == "skill":
        return detail.rpartition(":")[2] == skill
    return f"{skill}/SKILL.md" in detail


def _references_read(recording: Recording) -> list[str]:
    """File names below a `references/` folder that appear in what was read or run."""
    found = {
        name
        for event in recording.events
        if event.kind in {"read", "run"}
        for name in re.findall(r"references/([\w.-]+\.md)", event.detail)
    }
    return sorted(found)
