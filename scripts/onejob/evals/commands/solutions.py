"""`onejob eval solutions [CASE …]`."""

import argparse
import asyncio

from onejob.evals.bench import bench
from onejob.evals.case import load_cases
from onejob.evals.failure import EvalError
from onejob.evals.places import places
from onejob.evals.progress import progress
from onejob.evals.solutions import KINDS, Outcome, stages, try_solutions


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("cases", nargs="*", metavar="CASE", help="ids of cases; all when none is named")
    parser.add_argument(
        "--cases", dest="folder", metavar="DIR", help="folder of cases (default: evals/cases)"
    )
    parser.add_argument("--log", action="store_true", help="also print what the applications wrote")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when a case cannot be won, or cannot be lost."""
    cases = [case for case in load_cases(places(options.folder).cases, options.cases) if case.contract]
    if not cases:
        raise EvalError("none of these cases has contract tests, so there is nothing to prove")
    with (
        bench() as on,
        progress("contract tests", sum(len(stages(case, kind)) for case in cases for kind in KINDS)) as step,
    ):
        outcomes = asyncio.run(try_solutions(cases, on, lambda outcome: step(outcome.name)))
    for outcome in outcomes:
        print(_told(outcome, options.log))
    return 1 if any(outcome.complaint for outcome in outcomes) else 0


def _told(outcome: Outcome, with_log: bool) -> str:
    grade = outcome.grade
    total = grade["passed"] + grade["failed"]
    word = "ok " if outcome.complaint is None else "BAD"
    lines = [f"{word} {outcome.name}: {grade['status']}, {grade['passed']} of {total} tests passed"]
    if outcome.complaint:
        lines.append(f"    {outcome.complaint}")
    lines += [
        f"    {test['outcome']} {test['name']}: {_indented(test['message'])}"
        for test in grade["tests"]
        if test["outcome"] != "passed"
    ]
    if with_log or (outcome.complaint and grade["status"] in {"error", "not-run"}):
        lines.append(f"    log: {_indented(grade['log'])}")
    return "\n".join(lines)


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n      ")
