"""Cells: the runs of one case in one arm, and what each shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from onejob.evals.stats.intervals import wilson_interval
from onejob.evals.stats.measures import Row
from onejob.evals.stats.passing import pass_all, pass_at

CONTROL, TREATMENT = "none", "skill"
Run = Mapping[str, Any]
Cells = Mapping[tuple[str, str], Sequence[Run]]  # (case, arm) → runs that count


def order_of_arms(arm: str) -> tuple[bool, bool, str]:
    """The control first, then the skill, then the others by name."""
    return arm != CONTROL, arm != TREATMENT, arm


def arms_of(runs: Iterable[Run]) -> list[str]:
    """Every arm that was run, in that order."""
    return sorted({run["arm"] for run in runs}, key=order_of_arms)


def control_of(arms: Sequence[str]) -> str | None:
    """The arm that the others are compared with: `none`, else the first by name."""
    return arms[0] if arms else None


def scored_cells(runs: Iterable[Run]) -> dict[tuple[str, str], list[Run]]:
    """The runs that count, by case and arm, in the order of their trials. Invalid runs are in no cell."""
    cells: dict[tuple[str, str], list[Run]] = {}
    for run in sorted(runs, key=lambda run: (run["case"], run["arm"], run["trial"], run["id"])):
        if run["verdict"] != "invalid":
            cells.setdefault((run["case"], run["arm"]), []).append(run)
    return cells


def mean_row(rows: Sequence[Row]) -> Row:
    """The mean of each measure over the runs that have it."""
    found: Row = {}
    for key in dict.fromkeys(key for row in rows for key in row):
        values = [value for row in rows if (value := row[key]) is not None]
        found[key] = fmean(values) if values else None
    return found


def attempts(runs: Iterable[Run]) -> list[bool]:
    """Whether each attempt passed. All steps of one trial are one attempt, which passes when each of them does."""
    found: dict[tuple[Any, ...], bool] = {}
    for run in runs:
        same = (
            ("steps", run["case"], run["arm"], run["trial"])
            if run.get("step")
            else (run["case"], run["arm"], run["id"])
        )
        found[same] = found.get(same, True) and run["verdict"] == "pass"
    return list(found.values())


def pass_table(passed: int, runs: int) -> dict[str, Any]:
    """Share of runs that passed with its Wilson interval, pass@k and pass^k for every k that was run."""
    interval = wilson_interval(passed, runs)
    return {
        "runs": runs,
        "passed": passed,
        "interval": list(interval) if interval else None,
        "pass_at": {str(k): pass_at(k, passed, runs) for k in range(1, runs + 1)},
        "pass_all": {str(k): pass_all(k, passed, runs) for k in range(1, runs + 1)},
    }


@dataclass(frozen=True, slots=True)
class Pair:
    """One case seen in both arms: the mean of each."""

    case: str
    control: float
    treated: float

    @property
    def difference(self) -> float:
        """Treated minus control."""
        return self.treated - self.control
