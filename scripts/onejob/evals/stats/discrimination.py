"""Which cases teach something: a case that everybody passes, or nobody, says nothing about a skill."""

from typing import Any

from onejob.evals.stats.cells import Cells, attempts

KINDS = ("always-pass", "always-fail", "helps", "hurts", "mixed", "unpaired")


def discrimination(cells: Cells, arm: str, control: str) -> dict[str, dict[str, Any]]:
    """Case → its kind, by the verdicts of its runs in both arms."""
    return {case: _case(cells, case, arm, control) for case in sorted({case for case, _ in cells})}


def _case(cells: Cells, case: str, arm: str, control: str) -> dict[str, Any]:
    counts = {
        side: (
            sum(tried := attempts(cells.get((case, name), ()))),
            len(tried),
        )
        for side, name in (("control", control), ("arm", arm))
    }
    return {
        "kind": kind(*counts["control"], *counts["arm"]),
        **{side: {"passed": passed, "runs": runs} for side, (passed, runs) in counts.items()},
    }


def kind(control_passed: int, control_runs: int, arm_passed: int, arm_runs: int) -> str:
    """helps and hurts compare shares; equal shares that are neither 0 nor 1 are mixed."""
    if not control_runs or not arm_runs:
        return "unpaired"
    before, after = control_passed / control_runs, arm_passed / arm_runs
    if before == after:
        return {0.0: "always-fail", 1.0: "always-pass"}.get(before, "mixed")
    return "helps" if after > before else "hurts"
