"""Cases with steps: which recorded step goes on from which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.case import Case
from onejob.evals.failure import EvalError
from onejob.evals.places import shown
from onejob.evals.recording import Recording, load_recordings
from onejob.evals.validity import COUNTED


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the experiment a run stands."""

    arm: str
    trial: int
    step: int | None
    agent: Mapping[str, str | None]


def case_at(case: Case, place: Place, store: Path) -> Case:
    """The case as the agent met it: at its step, with the tree that the recorded step before left.

    Raises:
        EvalError: no such step, or the step before is not recorded.
    """
    if problem := misplaced(case, place.step):
        raise EvalError(problem)
    if place.step is None or place.step == 1:
        return case if place.step is None else case.at(1)
    recorded = (
        load_recordings(store, lambda name, arm: (name, arm) == (case.id, place.arm))
        if store.is_dir()
        else []
    )
    before = step_before(place, recorded)
    if before is None:
        raise EvalError(
            f"case {case.id!r}, arm {place.arm!r}, trial {place.trial}: step {place.step} goes on from step"
            f" {place.step - 1}, and no recording of that by {place.agent['name']!r} is in {shown(store)}; import it first"
        )
    return case.at(place.step, before.workspace)


def misplaced(case: Case, step: int | None) -> str | None:
    """What is wrong with this step of this case, if anything."""
    if not case.steps:
        return None if step is None else f"case {case.id!r} has no steps; leave out --step"
    if step is None:
        return f"case {case.id!r} has {len(case.steps)} steps; say which one with --step"
    return (
        None
        if step <= len(case.steps)
        else f"case {case.id!r} has {len(case.steps)} steps, and no step {step}"
    )


def met(case: Case, recording: Recording, recordings: Iterable[Recording]) -> Case:
    """The case as this run met it; without a starting tree where the step before is missing."""
    if recording.step is None:
        return case
    place = Place(recording.arm, recording.trial, recording.step, recording.agent)
    before = step_before(place, (one for one in recordings if one.case == case.id))
    return case.at(recording.step, before.workspace if before else None)


def step_before(place: Place, recordings: Iterable[Recording]) -> Recording | None:
    """The run of the step before, by the same agent in the same trial. Nothing goes on from a crash."""
    wanted = (place.arm, place.trial, (place.step or 0) - 1, dict(place.agent))
    found = [
        one
        for one in recordings
        if one.status in COUNTED and (one.arm, one.trial, one.step, one.agent) == wanted
    ]
    return found[0] if len(found) == 1 else None
