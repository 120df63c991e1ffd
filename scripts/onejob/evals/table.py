"""What the console says: per case each arm's means and the difference to the control, what the columns mean, what failed."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from onejob.evals.stats.cells import attempts, order_of_arms
from onejob.evals.stats.measures import Row, measures

CONTROL = "none"
_RULED = ("rules", "structure")
_COLUMNS = ("contract", "rules", "structure", "types")
_HEADS = {"contract": "contract", "rules": "rules", "structure": "layers", "types": "types/kloc"}
_LEGEND = {
    "runs": "attempts that count; all steps of one trial are one",
    "pass": "attempts in which every contract test passed, and the agent asked or did not ask as the case wants",
    "contract": "hidden tests of the running application that passed, mean over runs",
    "rules": "architecture rules obeyed, of those the code gave occasion to; how many these were stands behind",
    "layers": "layers of the architecture that are there: says what was built, not that it is right",
    "types/kloc": "pyright errors per 1000 lines",
}
_SHOWN = 12  # failures


def paired_table(results: dict[str, Any]) -> str:
    """Plain text, aligned; shares in percent, type errors per 1000 lines."""
    columns = _columns(results)
    header = ["case", "arm", "runs", "pass", *(_HEADS[column] for column in columns)]
    body = [row for case in sorted(results["cases"]) for row in _case_rows(case, results["runs"], columns)]
    lines = [*_aligned([header, *body]), "", *_legend(header)]
    lines += _failures(results["runs"])
    lines += _notes(results)
    return "\n".join(lines)


def _columns(results: Mapping[str, Any]) -> list[str]:
    return [column for column in _COLUMNS if results.get("architecture", True) or column not in _RULED]


def _legend(header: Sequence[str]) -> list[str]:
    known = [name for name in header if name in _LEGEND]
    width = max(map(len, known))
    return [f"{name.ljust(width)}  {_LEGEND[name]}" for name in known]


def _failures(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every run that failed, why, and where it can be looked at."""
    failed = [run for run in runs if run["verdict"] == "fail"]
    if not failed:
        return []
    lines = ["", f"{len(failed)} runs failed" if len(failed) > 1 else "1 run failed"]
    for run in failed[:_SHOWN]:
        step = f" step {run['step']}" if run.get("step") else ""
        lines.append(f"  {run['case']}{step} {run['arm']} trial {run['trial']}: {why(run)}")
        lines.append(f"    {run['path']}")
    if len(failed) > _SHOWN:
        lines.append(f"  and {len(failed) - _SHOWN} more; the report has them all")
    return lines


def why(run: Mapping[str, Any]) -> str:
    """In one line, why a run failed: the first test that did not pass and what it said, or how the agent behaved."""
    contract, transcript = run["graders"]["contract"], run["graders"]["transcript"]
    said: list[str] = []
    missed = [test for test in contract["tests"] if test["outcome"] != "passed"]
    if missed:
        first = missed[0]
        told = " ".join(first["message"].split())[:160]
        said.append(
            f"{len(missed)} of {len(contract['tests'])} contract tests, first {first['name']}: {told}"
        )
    elif contract["status"] not in {"pass", "not-run"} or (
        contract["status"] == "not-run" and contract["log"]
    ):
        said.append(f"contract tests {contract['status']}: {contract['log'].strip().splitlines()[0][:160]}")
    if transcript["status"] == "fail":
        asked = transcript["asked_before_writing"]
        said.append("it asked where it should have begun" if asked else "it began where it should have asked")
    return "; ".join(said) or "no reason is recorded"


def _notes(results: Mapping[str, Any]) -> list[str]:
    runs = results["runs"]
    lines = [
        f"invalid, not counted: {run['case']}/{run['arm']}/{run['id']}: {'; '.join(run['validity']['reasons'])}"
        for run in runs
        if run["verdict"] == "invalid"
    ]
    if stale := sum(run["stale"] for run in runs):
        lines.append(
            f"{stale} of these runs were recorded with another version of the skill: they need a live run"
        )
    if other := sum(run.get("other_tools", False) for run in runs):
        lines.append(f"{other} of these runs had today's text and an earlier state of the skill's checker")
    if results["isolation"] == "none":
        lines.append("unisolated: bubblewrap is not available, the code ran in a temporary directory")
    return ["", *lines] if lines else []


def _case_rows(case: str, runs: Sequence[dict[str, Any]], columns: Sequence[str]) -> list[list[str]]:
    counted = [run for run in runs if run["case"] == case and run["verdict"] != "invalid"]
    arms = sorted({run["arm"] for run in counted}, key=order_of_arms)
    means = {arm: _means([run for run in counted if run["arm"] == arm]) for arm in arms}
    rows: list[list[str]] = []
    for arm in arms:
        own = [run for run in counted if run["arm"] == arm]
        tried = attempts(own)
        cells = _cells(means[arm], columns, signed=False, met=_met(own))
        rows.append([case if arm == arms[0] else "", arm, str(len(tried)), str(sum(tried)), *cells])
    for arm in arms:
        if CONTROL in means and arm != CONTROL:
            cells = _cells(_difference(means[arm], means[CONTROL]), columns, signed=True)
            rows.append(["", f"{arm} - {CONTROL}", "", "", *cells])
    return rows


def _met(runs: Sequence[Mapping[str, Any]]) -> float:
    """How many rules the code gave occasion to, mean over runs: a share of few says little."""
    return fmean(
        sum(rule["state"] != "not-exercised" for rule in run["graders"]["rules"]["rules"].values())
        for run in runs
    )


def _means(runs: Sequence[dict[str, Any]]) -> Row:
    each = [measures(run) for run in runs]
    known = {column: [row[column] for row in each if row[column] is not None] for column in _COLUMNS}
    return {
        column: fmean(v for v in values if v is not None) if values else None
        for column, values in known.items()
    }


def _difference(row: Row, control: Row) -> Row:
    found: Row = {}
    for column in _COLUMNS:
        mine, other = row[column], control[column]
        found[column] = None if mine is None or other is None else mine - other
    return found


def _cells(row: Row, columns: Sequence[str], *, signed: bool, met: float | None = None) -> list[str]:
    sign = "+" if signed else ""
    cells: list[str] = []
    for column in columns:
        value = row[column]
        if value is None:
            cells.append("-")
        elif column == "types":
            cells.append(f"{value:{sign}.1f}")
        else:
            of = f" of {met:.0f}" if column == "rules" and met is not None else ""
            cells.append(f"{100 * value:{sign}.0f}%{of}")
    return cells


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
