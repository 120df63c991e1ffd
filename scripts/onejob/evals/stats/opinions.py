"""Signals that do not come from our rules: contract tests, types, and what another project's tool says."""

from collections.abc import Mapping, Sequence
from typing import Any

from onejob.evals.graders.peer import LAWS, agreement
from onejob.evals.stats.cells import Cells

STATES = ("kept", "broken", "not-exercised")


def opinions(cells: Cells, arms: Sequence[str]) -> dict[str, Any]:
    """Law → arm → runs in which the peer found it kept, broken or not exercised; and where we agree with it.

    Empty where the peer judged no run.
    """
    runs = [run for own in cells.values() for run in own]
    judged = [run for run in runs if run["graders"].get("peer", {}).get("status") in {"pass", "fail"}]
    if not judged:
        return {}
    return {
        "runs": {arm: sum(run["arm"] == arm for run in judged) for arm in arms},
        "laws": {law.name: {arm: _count(law.name, judged, arm) for arm in arms} for law in LAWS},
        "agreement": list(agreement([(run["graders"]["peer"], run["graders"]["rules"]) for run in judged])),
    }


def _count(law: str, runs: Sequence[Mapping[str, Any]], arm: str) -> dict[str, int]:
    states = [run["graders"]["peer"]["laws"].get(law) for run in runs if run["arm"] == arm]
    return {state: states.count(state) for state in STATES}
