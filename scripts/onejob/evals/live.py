"""Live runs: an agent works on a case now, in a sandbox, and what it leaves is recorded."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onejob.evals.agent import UNKNOWN_USAGE, Agent, TurnAnswer, TurnRequest
from onejob.evals.arm import Arm
from onejob.evals.case import Case
from onejob.evals.events import Event, writes
from onejob.evals.importer import Label, copy_work, recording_data, slug
from onejob.evals.recording import write_recording
from onejob.evals.sandbox import Isolation, Limits, remove_folder, scratch_folder
from onejob.evals.tree import fingerprint, hashes
from onejob.evals.workspace import Treatment, fill, withdraw

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One cell of the matrix."""

    case: Case
    arm: Arm
    trial: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What all runs of one invocation share."""

    agent: Agent
    treatments: dict[str, Treatment]
    store: Path
    isolation: Isolation
    notes: str


def recording_id(run: Run, setting: Setting) -> str:
    """The same for the same experiment: a run that is there already need not be made again."""
    given = setting.treatments[run.arm.name]
    key = fingerprint(
        [
            run.case.prompt_hash,
            run.case.starting_hash(),
            setting.agent.label,
            given.skill and given.skill.hash,
        ]
    )
    return f"{slug(setting.agent.label['name'] or '')}-{key[:8]}-t{run.trial}"


def is_recorded(run: Run, setting: Setting) -> bool:
    """Whether this run is in the store."""
    return (setting.store / run.case.id / run.arm.name / recording_id(run, setting)).is_dir()


async def record(run: Run, setting: Setting) -> Path:
    """Make one run and write its recording, however it ended."""
    scratch = scratch_folder()
    try:
        workspace, given = scratch / "p", setting.treatments[run.arm.name]
        fill(workspace, run.case, given)
        answers, turns, events = await _turns(run, setting, workspace, scratch)
        changed = withdraw(workspace, given)
        notes = [setting.notes, answers[-1].log, f"the agent changed {', '.join(changed)}" if changed else ""]
        label = Label(
            recording_id(run, setting),
            run.trial,
            datetime.now(UTC).isoformat(timespec="seconds"),
            setting.agent.label,
            answers[-1].status,
            _usage(answers),
            "; ".join(note for note in notes if note),
        )
        data = recording_data(label, run.case, run.arm, given.skill, turns, "live")
        return write_recording(setting.store, data, events, workspace, copy_work)
    finally:
        remove_folder(scratch)


async def _turns(
    run: Run, setting: Setting, workspace: Path, scratch: Path
) -> tuple[list[TurnAnswer], list[dict[str, Any]], list[Event]]:
    given = set(setting.treatments[run.arm.name].files)
    answers: list[TurnAnswer] = []
    turns: list[dict[str, Any]] = []
    events: list[Event] = []
    before = _own(workspace, given)
    for number, prompt in enumerate(run.case.prompts, start=1):
        began = time.monotonic()
        answer = await setting.agent.take_turn(_request(run, setting, number, prompt, workspace, scratch))
        after = _own(workspace, given)
        seconds = round(time.monotonic() - began, 3)
        answers.append(answer)
        turns.append({"prompt": prompt, "reply": answer.reply, "seconds": seconds, "files_after": after})
        events += answer.events or [*writes(number, before, after), Event(number, "say", answer.reply)]
        before = after
        if answer.status != "completed":
            break
    return answers, turns, events


def _request(
    run: Run, setting: Setting, number: int, prompt: str, workspace: Path, scratch: Path
) -> TurnRequest:
    limits = Limits(
        seconds=run.case.timeout_seconds,
        memory_bytes=8192 * _MIB,
        processes=256,
        file_bytes=256 * _MIB,
        log_bytes=64 * _MIB,
        open_files=4096,
    )
    return TurnRequest(
        run.case, run.arm.name, run.trial, number, prompt, workspace, scratch, setting.isolation, limits
    )


def _own(workspace: Path, given: set[str]) -> dict[str, str]:
    """The workspace as it will be recorded: without the treatment."""
    return {name: content for name, content in hashes(workspace).items() if name not in given}


def _usage(answers: Sequence[TurnAnswer]) -> dict[str, Any]:
    """Sums over the turns; unknown where one turn's is."""
    return {
        name: None
        if any(answer.usage[name] is None for answer in answers)
        else sum(answer.usage[name] for answer in answers)
        for name in UNKNOWN_USAGE
    }
