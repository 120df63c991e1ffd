"""Proof that a case can be won and can be lost: its reference solution passes, its naive one does not."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onejob.evals.bench import Bench
from onejob.evals.case import Case
from onejob.evals.graders.contract import run_contract

KINDS = ("reference", "naive")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One solution's grade and what is wrong with it, if anything."""

    case: str
    solution: str
    grade: dict[str, Any]
    complaint: str | None


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
            group.create_task(one(case, solution)) for case in cases if case.contract for solution in KINDS
        ]
    return [task.result() for task in tasks]


async def _outcome(case: Case, solution: str, bench: Bench) -> Outcome:
    folder: Path = case.folder / "solutions" / solution
    grade = await run_contract(case, folder, bench)
    return Outcome(case.id, solution, grade, _complaint(folder, solution, grade))


def _complaint(folder: Path, solution: str, grade: dict[str, Any]) -> str | None:
    if not folder.is_dir():
        return f"there is no solutions/{solution}"
    if solution == "reference":
        return None if grade["status"] == "pass" else "the reference solution must pass every contract test"
    if grade["status"] == "fail":
        return None
    if grade["status"] == "pass":
        return "the naive solution passes: the contract tests do not catch the trap the case is about"
    return "the naive solution must run and fail a test, not break"
