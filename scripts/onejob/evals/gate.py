"""The gate: what was accepted once must not get worse without somebody accepting that, too.

A run that is in the baseline and here again must be no worse in any figure: only a change of graders, cases or tests
can have moved it. Cases with other runs than the baseline's are compared as an experiment is: a fall counts when interval
and permutation test both show it, because two live runs of one agent differ by themselves.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from onejob.evals.failure import EvalError
from onejob.evals.json_document import read_json
from onejob.evals.places import shown
from onejob.evals.stats.cells import Pair
from onejob.evals.stats.comparing import estimate
from onejob.evals.stats.measures import measures, measures_of

VERSION = 1
_REMEDY = "Write a new one with `onejob eval accept`."
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Regression:
    """One thing that got worse, in a sentence, and the folder to look at, where there is one."""

    text: str
    path: str | None = None


def baseline_of(results: Mapping[str, Any]) -> dict[str, Any]:
    """What is accepted: every run that counts, with its verdict and its figures."""
    told = _gated(results)
    return {
        "baseline_version": VERSION,
        "generated": results["generated"],
        "measures": told,
        "runs": {
            _name(run): {"verdict": run["verdict"], **_figures(run, told)}
            for run in sorted(results["runs"], key=_name)
            if run["verdict"] != "invalid"
        },
    }


def write_baseline(results: Mapping[str, Any], target: Path) -> None:
    """Write it whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_text(json.dumps(baseline_of(results), indent=1) + "\n", encoding="utf-8")
    beside.replace(target)


def read_baseline(path: Path) -> dict[str, Any]:
    """The accepted baseline.

    Raises:
        EvalError: there is none, or it is none.
    """
    if not path.is_file():
        raise EvalError(f"{shown(path)}: there is no accepted baseline here; {_REMEDY}")
    data = read_json(path, _REMEDY)
    if not isinstance(data, dict) or data.get("baseline_version") != VERSION or "runs" not in data:
        raise EvalError(f"{shown(path)}: this is no baseline of version {VERSION}. {_REMEDY}")
    return data


def regressions(results: Mapping[str, Any], baseline: Mapping[str, Any]) -> list[Regression]:
    """Everything that got worse; empty when the gate is passed."""
    told = [key for key in _gated(results) if key in baseline["measures"]]
    return [*_same_runs(results, baseline, told), *_other_runs(results, baseline, told)]


def _same_runs(
    results: Mapping[str, Any], baseline: Mapping[str, Any], told: Sequence[str]
) -> Iterator[Regression]:
    here = {_name(run): run for run in results["runs"]}
    for name, before in baseline["runs"].items():
        run = here.get(name)
        if run is None:
            continue
        if before["verdict"] == "pass" != run["verdict"]:
            yield Regression(f"{name}: passed, and now is {run['verdict']}", run["path"])
            continue
        now = _figures(run, told)
        for key in told:
            old, new = before.get(key), now[key]
            if old is not None and (new is None or new < old - 1e-9):
                yield Regression(f"{name}: {key} {_percent(old)}, and now {_percent(new)}", run["path"])


def _other_runs(
    results: Mapping[str, Any], baseline: Mapping[str, Any], told: Sequence[str]
) -> Iterator[Regression]:
    """Arm by arm, over the cases that have runs which the baseline does not have."""
    fresh = [
        run for run in results["runs"] if run["verdict"] != "invalid" and _name(run) not in baseline["runs"]
    ]
    for arm in sorted({run["arm"] for run in fresh}):
        for key in told:
            pairs = list(_pairs([run for run in fresh if run["arm"] == arm], baseline, arm, key))
            found = estimate(pairs)
            if found["conclusion"] == "less":
                yield Regression(
                    f"arm {arm}: {key} fell from {_percent(found['control_mean'])} to {_percent(found['arm_mean'])}"
                    f" over {found['cases']} cases with new runs (p = {found['p']:.3f})"
                )


def _pairs(
    runs: Sequence[Mapping[str, Any]], baseline: Mapping[str, Any], arm: str, key: str
) -> Iterator[Pair]:
    for case in sorted({run["case"] for run in runs}):
        accepted = [
            row[key]
            for name, row in baseline["runs"].items()
            if name.startswith(f"{case}/{arm}/") and row.get(key) is not None
        ]
        values = [measures(run)[key] for run in runs if run["case"] == case]
        known = [value for value in values if value is not None]
        if accepted and known:
            yield Pair(case, fmean(accepted), fmean(known))


def _gated(results: Mapping[str, Any]) -> list[str]:
    """The shares of which one wants more."""
    return [one.key for one in measures_of(results) if one.unit == "share" and one.better == "more"]


def _figures(run: Mapping[str, Any], told: Sequence[str]) -> Figures:
    row = measures(run)
    return {key: None if (value := row[key]) is None else round(value, 6) for key in told}


def _name(run: Mapping[str, Any]) -> str:
    return f"{run['case']}/{run['arm']}/{run['id']}"


def _percent(value: float | None) -> str:
    return "not measured" if value is None else f"{100 * value:.1f} %"
