"""`onejob eval`: grade everything recorded, print the paired table, write results and report."""

import argparse
from collections.abc import Sequence

from onejob.evals import report, stats
from onejob.evals.arm import recorded_arm
from onejob.evals.cache import GradeCache
from onejob.evals.case import Case, load_cases
from onejob.evals.failure import EvalError
from onejob.evals.grade import carry_out, plan
from onejob.evals.grader import load_graders
from onejob.evals.payload import todays_skill
from onejob.evals.places import Places, places, shown
from onejob.evals.progress import progress
from onejob.evals.recording import Recording, load_recordings
from onejob.evals.results import assemble, write
from onejob.evals.subject import Subject
from onejob.evals.table import paired_table


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--case", action="append", default=[], metavar="ID", help="only this case (repeatable)"
    )
    parser.add_argument("--arm", action="append", default=[], metavar="A", help="only this arm (repeatable)")
    parser.add_argument("--no-cache", action="store_true", help="grade everything again")
    parser.add_argument("--skill", metavar="DIR", help="today's skill (default: the repository's payload)")
    parser.add_argument(
        "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
    )
    parser.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")
    parser.add_argument("--output", metavar="DIR", help="where results and report go (default: build/evals)")


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when everything could be graded, whatever the grades."""
    where = places(options.cases, options.recordings, options.output)
    cases = load_cases(where.cases, options.case)
    subjects = pair(_recordings(where, cases, options), cases)
    skill = todays_skill(where.root, options.skill)
    graders, cache = load_graders(), GradeCache(None if options.no_cache else where.cache)
    todo = plan(subjects, graders, cache)
    with progress(f"grading {len(subjects)} runs", todo.steps) as step:
        blocks = carry_out(todo, graders, cache, step)
    results = assemble(where.root, cases, subjects, blocks, skill[1] if skill else None)
    results["summary"] = stats.summarise(results)
    print(paired_table(results))
    print(f"\nresults  {shown(write(results, where.output))}")
    print(f"report   {shown(report.write_report(results, where.output))}")
    return 0


def pair(recordings: Sequence[Recording], cases: Sequence[Case]) -> list[Subject]:
    """Each recording with its case; one of no known case stops the command, it would be missing silently."""
    known = {case.id: case for case in cases}
    for recording in recordings:
        if recording.case not in known:
            raise EvalError(
                f"{shown(recording.folder)}: there is no case {recording.case!r}; delete the recording or restore the case"
            )
    return [Subject(recording, known[recording.case]) for recording in recordings]


def _recordings(where: Places, cases: Sequence[Case], options: argparse.Namespace) -> list[Recording]:
    chosen, arms = set(options.case), set(options.arm)
    for arm in arms:
        recorded_arm(arm)
    found = load_recordings(
        where.recordings, lambda case, arm: (not chosen or case in chosen) and (not arms or arm in arms)
    )
    if not found:
        raise EvalError(
            f"{shown(where.recordings)}: no recording here that matches; `onejob eval list` shows what there is"
        )
    return found
