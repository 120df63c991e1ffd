"""The summary: every number that table and report show, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from onejob.evals.stats.caveats import caveats
from onejob.evals.stats.cells import (
    Cells,
    Run,
    arms_of,
    attempts,
    control_of,
    mean_row,
    pass_table,
    scored_cells,
)
from onejob.evals.stats.comparing import compare
from onejob.evals.stats.consistency import consistency
from onejob.evals.stats.departures import departures
from onejob.evals.stats.discrimination import discrimination
from onejob.evals.stats.evolution import evolution
from onejob.evals.stats.measures import SHAPE, Measure, costs, measures, measures_of
from onejob.evals.stats.opinions import opinions
from onejob.evals.stats.rules import rule_lifts, rule_states

Summary = dict[str, Any]


def summarise(results: Mapping[str, Any]) -> Summary:
    """All statistics of a results document (the form of results.json), for any number of arms and runs."""
    runs: Sequence[Run] = results["runs"]
    arms = arms_of(runs)
    control = control_of(arms)
    cells = scored_cells(runs)
    told = measures_of(results)
    summary: Summary = {
        "control": control,
        "arms": arms,
        "architecture": bool(results.get("architecture", True)),
        "measures": [asdict(measure) for measure in told],
        "counts": _counts(runs, cells),
        "by_arm": {arm: _arm(arm, runs, cells) for arm in arms},
        "cells": [_cell(case, arm, own) for (case, arm), own in sorted(cells.items())],
        "comparisons": [_comparison(cells, arm, control, told) for arm in arms if control and arm != control],
        "rules": rule_states(cells, arms),
        "structure": {arm: _structure(cells, arm) for arm in arms},
        "consistency": consistency(cells, arms),
        "opinions": opinions(cells, arms),
        "evolution": evolution(results),
        "departures": departures([run for own in cells.values() for run in own]),
    }
    return {**summary, "caveats": caveats(results, summary)}


def _counts(runs: Sequence[Run], cells: Cells) -> dict[str, int]:
    scored = sum(len(own) for own in cells.values())
    return {
        "runs": len(runs),
        "scored": scored,
        "invalid": len(runs) - scored,
        "stale": sum(bool(run["stale"]) for own in cells.values() for run in own),
        "cases": len({case for case, _ in cells}),
    }


def _comparison(cells: Cells, arm: str, control: str, told: Sequence[Measure]) -> dict[str, Any]:
    return {
        **compare(cells, arm, control, told),
        "rules": rule_lifts(cells, arm, control),
        "discrimination": discrimination(cells, arm, control),
    }


def _arm(arm: str, runs: Sequence[Run], cells: Cells) -> dict[str, Any]:
    scored = [run for (_, own), each in cells.items() if own == arm for run in each]
    everything = [run for run in runs if run["arm"] == arm]
    loaded = [known for run in scored if (known := run["graders"]["transcript"]["skill_loaded"]) is not None]
    return {
        **_passes(scored),
        "invalid": len(everything) - len(scored),
        "stale": sum(bool(run["stale"]) for run in scored),
        "means": mean_row([measures(run) for run in scored]),
        "costs": mean_row([costs(run) for run in scored]),
        "skill_loaded": {"yes": sum(loaded), "known": len(loaded)},
    }


def _cell(case: str, arm: str, runs: Sequence[Run]) -> dict[str, Any]:
    return {
        "case": case,
        "arm": arm,
        **_passes(runs),
        "stale": sum(bool(run["stale"]) for run in runs),
        "means": mean_row([measures(run) for run in runs]),
        "costs": mean_row([costs(run) for run in runs]),
    }


def _passes(runs: Sequence[Run]) -> dict[str, Any]:
    tried = attempts(runs)
    return pass_table(sum(tried), len(tried))


def _structure(cells: Cells, arm: str) -> dict[str, Any]:
    built = [
        run["graders"]["rules"]["structure"]["layers"]
        for (_, own), runs in cells.items()
        if own == arm
        for run in runs
        if run["graders"]["rules"]["structure"]["lines"]
    ]
    return {
        "runs": len(built),
        "layers": {layer: sum(bool(layers.get(layer)) for layers in built) for layer in SHAPE},
    }
