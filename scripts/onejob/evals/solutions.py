"""Proof that a case can be won and can be lost: its reference solution passes, its naive one does not.

In a case with steps both solutions grow: the tree of step K is made of the folders 1 to K, a later one's files in
place of an earlier one's. The reference passes at every step; the naive one goes as far as it has folders, and fails
somewhere on the way.
"""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onejob.evals.bench import Bench
from onejob.evals.case import Case
from onejob.evals.graders.contract import run_contract
from onejob.evals.sandbox import remove_folder, scratch_folder

KINDS = ("reference", "naive")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One solution's grade at one step and what is wrong with it, if anything."""

    case: str
    step: int | None
    solution: str
    grade: dict[str, Any]
    complaint: str | None

    @property
    def name(self) -> str:
        """What it is the outcome of."""
        return f"{self.case}{f' step {self.step}' if self.step else ''} {self.solution}"


async def try_solutions(
    cases: Sequence[Case], bench: Bench, each: Callable[[Outcome], None]
) -> list[Outcome]:
    """Run every case's contract tests on both of its solutions; `each` hears of every outcome as it comes."""

    async def one(case: Case, solution: str) -> Outcome:
        outcome = await _outcome(case, solution, bench)
        each(outcome)
        return outcome

    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(one(step, solution))
            for case in cases
            if case.contract
            for solution in KINDS
            for step in stages(case, solution)
        ]
    return _judged([task.result() for task in tasks])


def stages(case: Case, solution: str = "reference") -> list[Case]:
    """The case at each of its steps, or itself when it has none. A naive solution may give up half-way."""
    last = len(case.steps)
    if solution == "naive" and last:
        last = max(
            (int(path.name) for path in (case.folder / "solutions" / solution).glob("[1-9]")), default=1
        )
    return [case.at(number) for number in range(1, last + 1)] or [case]


def solution_tree(case: Case, solution: str, into: Path) -> Path | None:
    """The folder with a solution as it is at the case's step; None when there is none."""
    folder: Path = case.folder / "solutions" / solution
    if case.step is None or not folder.is_dir():
        return folder if folder.is_dir() else None
    for number in range(1, case.step + 1):
        if (folder / str(number)).is_dir():
            shutil.copytree(folder / str(number), into, dirs_exist_ok=True)
    return into if into.is_dir() else None


async def _outcome(case: Case, solution: str, bench: Bench) -> Outcome:
    scratch = scratch_folder()
    try:
        folder = solution_tree(case, solution, scratch / "solution")
        grade = await run_contract(case, folder or scratch, bench)
    finally:
        remove_folder(scratch)
    complaint = _complaint(solution, grade) if folder else f"there is no solutions/{solution}"
    return Outcome(case.id, case.step, solution, grade, complaint)


def _complaint(solution: str, grade: dict[str, Any]) -> str | None:
    if solution == "reference":
        return None if grade["status"] == "pass" else "the reference solution must pass every contract test"
    if grade["status"] == "fail":
        return None
    if grade["status"] == "pass":
        return "the naive solution passes: the contract tests do not catch the trap the case is about"
    return "the naive solution must run and fail a test, not break"


def _judged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """A naive solution may pass some steps, as long as it fails another."""
    lost = {
        outcome.case
        for outcome in outcomes
        if outcome.solution == "naive" and outcome.grade["status"] == "fail"
    }
    return [
        replace(outcome, complaint=None)
        if outcome.solution == "naive" and outcome.grade["status"] == "pass" and outcome.case in lost
        else outcome
        for outcome in outcomes
    ]
