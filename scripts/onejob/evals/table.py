"""The paired table: per case, each arm's means and the difference to the control."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from onejob.evals.stats.measures import Row, measures

CONTROL = "none"
_COLUMNS = ("contract", "rules", "structure", "types")


def paired_table(results: dict[str, Any]) -> str:
    """Plain text, aligned; shares in percent, type errors per 1000 lines."""
    header = ["case", "arm", "runs", "pass", "contract", "rules", "structure", "types/kloc"]
    body = [row for case in sorted(results["cases"]) for row in _case_rows(case, results["runs"])]
    left_out = [run for run in results["runs"] if run["verdict"] == "invalid"]
    lines = _aligned([header, *body])
    lines += [
        f"invalid, not counted: {run['case']}/{run['arm']}/{run['id']}: {'; '.join(run['validity']['reasons'])}"
        for run in left_out
    ]
    if stale := sum(run["stale"] for run in results["runs"]):
        lines.append(
            f"{stale} of these runs were recorded with another version of the skill: they need a live run"
        )
    if other := sum(run.get("other_tools", False) for run in results["runs"]):
        lines.append(f"{other} of these runs had today's text and an earlier state of the skill's checker")
    if results["isolation"] == "none":
        lines.append("unisolated: bubblewrap is not available, the code ran in a temporary directory")
    return "\n".join(lines)


def _case_rows(case: str, runs: Sequence[dict[str, Any]]) -> list[list[str]]:
    counted = [run for run in runs if run["case"] == case and run["verdict"] != "invalid"]
    arms = sorted({run["arm"] for run in counted}, key=lambda arm: (arm != CONTROL, arm))
    means = {arm: _means([run for run in counted if run["arm"] == arm]) for arm in arms}
    rows: list[list[str]] = []
    for arm in arms:
        own = [run for run in counted if run["arm"] == arm]
        passed = sum(run["verdict"] == "pass" for run in own)
        rows.append(
            [
                case if arm == arms[0] else "",
                arm,
                str(len(own)),
                str(passed),
                *_cells(means[arm], signed=False),
            ]
        )
    for arm in arms:
        if CONTROL in means and arm != CONTROL:
            rows.append(
                [
                    "",
                    f"{arm} - {CONTROL}",
                    "",
                    "",
                    *_cells(_difference(means[arm], means[CONTROL]), signed=True),
                ]
            )
    return rows


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


def _cells(row: Row, *, signed: bool) -> list[str]:
    sign = "+" if signed else ""
    cells = [
        "-" if row[column] is None else f"{100 * (row[column] or 0):{sign}.0f}%" for column in _COLUMNS[:3]
    ]
    types = row["types"]
    return [*cells, "-" if types is None else f"{types:{sign}.1f}"]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
