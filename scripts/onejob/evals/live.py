"""Live runs: agents work on cases now, in a sandbox, and what they leave is recorded, however they end.

A run that is in the store is not made again. Runs may be made by several processes at once; a process that is killed
loses what it had in hand, and nothing else.
"""

import asyncio
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from onejob.evals.agent import Agent
from onejob.evals.attempt import Attempt, Run, attempt
from onejob.evals.claim import claimed
from onejob.evals.failure import EvalError
from onejob.evals.importer import Label, copy_work, recording_data, slug
from onejob.evals.model.line import ModelLine
from onejob.evals.sandbox import Isolation
from onejob.evals.store import write_recording
from onejob.evals.tree import fingerprint
from onejob.evals.validity import COUNTED
from onejob.evals.workspace import Treatment


@dataclass(frozen=True, slots=True)
class Setting:
    """What all runs of one invocation share.

    Attributes:
        model: the line to the model, where we stand in between.
        arguments: what the client is started with besides what its adapter gives.
        retries: how often a run is made again that failed for no fault of the agent's.
        pause: seconds before the first of these; doubled each time.
        again: whether to make runs again that are in the store and cannot count.
    """

    agent: Agent
    treatments: dict[str, Treatment]
    store: Path
    isolation: Isolation
    model: ModelLine | None = None
    notes: str = ""
    arguments: Sequence[str] = ()
    retries: int = 2
    pause: float = 5.0
    again: bool = False


def due(run: Run, setting: Setting) -> tuple[Run, Path] | None:
    """What is to be made next of this run, and the folder of the store that it is to become; None if all is there.

    That is the run itself, or the first step that is missing: a step goes on from what the one before left. Names
    are the same for the same experiment, so that what is there need not be made again.
    """
    before: Path | None = None
    for number in range(1, len(run.case.steps) + 1) if run.case.steps else [None]:
        one = replace(run, case=run.case.at(number, before)) if number else run
        target, there = _look_up(one, setting)
        if not there:
            return one, target
        if not _counts(target):
            return None  # nothing can go on from here
        before = target / "workspace"
    return None


def _look_up(run: Run, setting: Setting) -> tuple[Path, bool]:
    """The folder of the store, and whether it is there."""
    for number in count(1):
        name = recording_id(run, setting) + (f"-again{number}" if number > 1 else "")
        target = setting.store / run.case.id / run.arm.name / name
        if not target.is_dir():
            return target, False
        if not setting.again or _counts(target):
            return target, True
    raise AssertionError("numbers end")


def recording_id(run: Run, setting: Setting) -> str:
    """What was asked of whom, with what, hashed; and which trial it is."""
    given = setting.treatments[run.arm.name]
    asked = [run.case.prompt_hash, run.case.starting_hash()]
    key = fingerprint(
        [*asked, setting.agent.label, given.skill and given.skill.hash, list(setting.arguments)]
    )
    step = f"-s{run.case.step}" if run.case.step else ""
    return f"{slug(setting.agent.label['name'] or '')}-{key[:8]}-t{run.trial}{step}"


async def make_all(
    runs: Sequence[Run], setting: Setting, jobs: int, each: Callable[[Run, Path], None]
) -> int:
    """Make every run that is missing, `jobs` at a time; `each` hears of each as it is there.

    Returns:
        How many were left to other processes.

    Raises:
        EvalError: one could not be made or stored; those in hand are then given up.
    """
    waiting, left = iter(runs), 0

    async def work() -> None:
        nonlocal left
        for run in waiting:
            while next_one := due(run, setting):
                made = await _make(*next_one, setting)
                if made is None:
                    left += 1
                    break
                each(run, made)
                if not _counts(made):
                    break

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(jobs):
                group.create_task(work())
    except ExceptionGroup as failures:
        raise next(_leaves(failures)) from None
    return left


async def _make(run: Run, target: Path, setting: Setting) -> Path | None:
    """The new recording; None if another process has it in hand, or has just made it."""
    with claimed(target) as mine:
        if not mine or _is_there(target):
            return None
        return await _record(run, setting, target.name)


async def _record(run: Run, setting: Setting, name: str) -> Path:
    given, failed = setting.treatments[run.arm.name], list[dict[str, Any]]()
    while True:
        async with attempt(run, setting.agent, given, setting.isolation, setting.model) as made:
            if made.status != "infra" or len(failed) >= setting.retries:
                label = _label(run, setting, name, made, failed)
                data = recording_data(label, run.case, run.arm, given.skill, made.turns, _origin(setting))
                return write_recording(
                    setting.store, data, made.events, made.workspace, copy_work, made.stream
                )
        failed.append({"status": "infra", "reason": made.reason, "seconds": made.seconds})
        told = made.line.proxy.trouble if made.line else None
        await asyncio.sleep(max(_pause(setting, len(failed)), (told and told.retry_after) or 0))


def _label(run: Run, setting: Setting, name: str, made: Attempt, failed: Sequence[dict[str, Any]]) -> Label:
    told = f"played from a cassette: {made.line.note}" if made.line and _origin(setting) == "replay" else ""
    notes = [setting.notes, told, made.reason, *made.notes]
    return Label(
        name,
        run.trial,
        datetime.now(UTC).isoformat(timespec="seconds"),
        setting.agent.label,
        made.status,
        made.usage,
        "; ".join(note for note in notes if note),
        failed,
        {
            "isolation": setting.isolation,
            "arguments": list(setting.arguments),
            "skills_listed": made.skills_listed,
            "denied": made.denied,
            "requests": made.line.proxy.requests if made.line else None,
        },
    )


def _origin(setting: Setting) -> str:
    return "replay" if setting.model and setting.model.replay else "live"


def _pause(setting: Setting, failures: int) -> float:
    """Longer each time, and not the same for all who were turned away together."""
    return setting.pause * 2.0 ** (failures - 1) * random.uniform(0.75, 1.25)  # noqa: S311 (not a secret)


def _is_there(folder: Path) -> bool:
    return folder.is_dir()


def _counts(folder: Path) -> bool:
    try:
        status = json.loads((folder / "recording.json").read_text(encoding="utf-8"))["status"]
    except (OSError, ValueError, KeyError, TypeError):
        return True  # damaged: for whoever reads it to complain
    return status in COUNTED


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    """Our own errors first: what they say is worth more than what followed from them."""
    inner = [
        leaf
        for error in group.exceptions
        for leaf in (_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    ]
    yield from sorted(inner, key=lambda error: not isinstance(error, EvalError))
