"""One arm against the control, paired by case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp, log
from statistics import fmean
from typing import Any

from onejob.evals.stats.cells import Cells, Pair, Run, mean_row
from onejob.evals.stats.intervals import CONFIDENCE, detectable_effect, mean_interval
from onejob.evals.stats.measures import MEASURES, RATIOS, Measure, Row, costs, measures
from onejob.evals.stats.permutation import sign_flip

ALPHA = 1 - CONFIDENCE


def compare(cells: Cells, arm: str, control: str, told: Sequence[Measure] = MEASURES) -> dict[str, Any]:
    """Every measure's estimate and every cost's ratio, `arm` against `control`."""
    return {
        "arm": arm,
        "control": control,
        "measures": {
            measure.key: estimate(pairs_of(cells, arm, control, measures, measure.key)) for measure in told
        },
        "ratios": {key: ratio(pairs_of(cells, arm, control, costs, key)) for key in RATIOS},
    }


def pairs_of(cells: Cells, arm: str, control: str, row_of: Callable[[Run], Row], key: str) -> list[Pair]:
    """The cases that have the measure in both arms."""
    found: list[Pair] = []
    for case in sorted({case for case, _ in cells}):
        before, after = (_mean(cells.get((case, name), ()), row_of, key) for name in (control, arm))
        if before is not None and after is not None:
            found.append(Pair(case, before, after))
    return found


def estimate(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Mean difference over cases, with everything needed to doubt it; see `conclusion` for the verdict."""
    differences = [pair.difference for pair in pairs]
    interval, test = mean_interval(differences), sign_flip(differences)
    return {
        "cases": len(pairs),
        "control_mean": fmean(pair.control for pair in pairs) if pairs else None,
        "arm_mean": fmean(pair.treated for pair in pairs) if pairs else None,
        "difference": fmean(differences) if pairs else None,
        "interval": list(interval) if interval else None,
        "p": test.p if test else None,
        "exact": test.exact if test else None,
        "detectable": detectable_effect(differences),
        "conclusion": conclusion(differences),
        "by_case": {
            pair.case: {"control": pair.control, "arm": pair.treated, "difference": pair.difference}
            for pair in pairs
        },
    }


def conclusion(differences: Sequence[float]) -> str:
    """more | less | none-shown | too-few | no-data.

    A difference is claimed only when interval and permutation test both show it: the interval alone is too
    narrow over a handful of cases, and the test cannot reach 5 % below six.
    """
    interval, test = mean_interval(differences), sign_flip(differences)
    if test is None:
        return "no-data"
    if interval is None or 2.0 ** (1 - len(differences)) > ALPHA:
        return "too-few"
    low, high = interval
    if test.p > ALPHA or low <= 0 <= high:
        return "none-shown"
    return "more" if low > 0 else "less"


def ratio(pairs: Iterable[Pair]) -> dict[str, Any]:
    """Geometric mean over cases of treated/control, with its t interval on the logarithm."""
    logs = [log(pair.treated / pair.control) for pair in pairs if pair.treated > 0 and pair.control > 0]
    interval = mean_interval(logs)
    return {
        "cases": len(logs),
        "ratio": exp(fmean(logs)) if logs else None,
        "interval": [exp(min(end, 700)) for end in interval] if interval else None,
    }


def _mean(runs: Sequence[Mapping[str, Any]], row_of: Callable[[Run], Row], key: str) -> float | None:
    return mean_row([row_of(run) for run in runs]).get(key)
