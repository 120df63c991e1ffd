"""From a store of recordings to results: what `onejob eval` does, before anything is printed or written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onejob.evals.arm import recorded_arm
from onejob.evals.cache import GradeCache
from onejob.evals.case import Case, load_cases
from onejob.evals.failure import EvalError
from onejob.evals.grade import carry_out, plan
from onejob.evals.grader import load_graders
from onejob.evals.payload import todays_skill
from onejob.evals.places import Places, shown
from onejob.evals.progress import progress
from onejob.evals.recording import Recording, load_recordings
from onejob.evals.results import assemble
from onejob.evals.sequence import met, misplaced
from onejob.evals.subject import Subject


@dataclass(frozen=True, slots=True)
class Choice:
    """What to grade: these cases and arms (none named: all), against this skill as today's."""

    cases: Sequence[str] = ()
    arms: Sequence[str] = ()
    skill: str | None = None
    use_cache: bool = True


def grade_store(where: Places, choice: Choice) -> dict[str, Any]:
    """Grade every recording chosen; the results document, without its summary.

    Raises:
        EvalError: a case or a recording cannot be used, or nothing matches.
    """
    cases = load_cases(where.cases, choice.cases)
    subjects = paired_subjects(_recordings(where, choice), cases)
    skill = todays_skill(where.root, choice.skill)
    architecture = any(subject.case.rules for subject in subjects)
    graders, cache = (
        load_graders(architecture=architecture),
        GradeCache(where.cache if choice.use_cache else None),
    )
    todo = plan(subjects, graders, cache)
    with progress(f"grading {len(subjects)} runs", todo.steps) as step:
        blocks = carry_out(todo, graders, cache, step)
    known = skill[1] if skill else None
    return assemble(where.root, cases, subjects, blocks, known, architecture=architecture)


def paired_subjects(recordings: Sequence[Recording], cases: Sequence[Case]) -> list[Subject]:
    """Each recording with its case; one of no known case would be missing silently, so it stops the command."""
    known = {case.id: case for case in cases}
    for recording in recordings:
        if recording.case not in known:
            raise EvalError(
                f"{shown(recording.folder)}: there is no case {recording.case!r}; restore the case or delete the recording"
            )
        if problem := misplaced(known[recording.case], recording.step):
            raise EvalError(f"{shown(recording.folder)}: {problem}")
    return [Subject(one, met(known[one.case], one, recordings)) for one in recordings]


def _recordings(where: Places, choice: Choice) -> list[Recording]:
    for arm in choice.arms:
        recorded_arm(arm)
    found = load_recordings(
        where.recordings,
        lambda case, arm: (
            (not choice.cases or case in choice.cases) and (not choice.arms or arm in choice.arms)
        ),
    )
    if not found:
        raise EvalError(
            f"{shown(where.recordings)}: no recording here that matches; `onejob eval list` shows what there is"
        )
    return found
