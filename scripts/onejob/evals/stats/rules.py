"""Rules: obeyed, broken or not exercised, per arm; and which of them the treatment moves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from onejob.evals.stats.cells import Cells, Run
from onejob.evals.stats.comparing import estimate, pairs_of
from onejob.evals.stats.measures import Row
from onejob.evals.stats.multiple import holm

STATES = ("obeyed", "broken", "not-exercised")


def rule_states(cells: Cells, arms: Sequence[str]) -> dict[str, dict[str, dict[str, int]]]:
    """Rule → arm → number of runs in each state. A rule no run knows is not there."""
    runs = {arm: [run for (_, own), each in cells.items() if own == arm for run in each] for arm in arms}
    rules = sorted({rule for each in runs.values() for run in each for rule in _rules(run)})
    return {rule: {arm: _count(rule, runs[arm]) for arm in arms} for rule in rules}


def rule_lifts(cells: Cells, arm: str, control: str) -> dict[str, dict[str, Any]]:
    """Rule → estimate over the cases where both arms exercised it, `p_holm` adjusted over all these rules.

    An arm that never builds what a rule is about gets neither credit nor blame for it.
    """
    rules = sorted({rule for runs in cells.values() for run in runs for rule in _rules(run)})
    lifts = {rule: estimate(_pairs(cells, arm, control, rule)) for rule in rules}
    tested = {rule: lift for rule, lift in lifts.items() if lift["cases"]}
    adjusted = holm({rule: lift["p"] for rule, lift in tested.items()})
    return {rule: {**lift, "p_holm": adjusted[rule]} for rule, lift in tested.items()}


def _pairs(cells: Cells, arm: str, control: str, rule: str) -> list[Any]:
    def obeyed(run: Run) -> Row:
        state = _rules(run).get(rule, {}).get("state", "not-exercised")
        return {rule: None if state == "not-exercised" else float(state == "obeyed")}

    return pairs_of(cells, arm, control, obeyed, rule)


def _count(rule: str, runs: Sequence[Run]) -> dict[str, int]:
    seen = Counter(_rules(run).get(rule, {}).get("state", "not-exercised") for run in runs)
    findings = sum(_rules(run).get(rule, {}).get("findings", 0) for run in runs)
    return {**{state: seen[state] for state in STATES}, "findings": findings}


def _rules(run: Run) -> Mapping[str, Mapping[str, Any]]:
    rules: Mapping[str, Mapping[str, Any]] = run["graders"]["rules"]["rules"]
    return rules
