"""summary.md: the report in the size of a CI job summary."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onejob.evals.report import numbers
from onejob.evals.report.comparison_view import comparison_view
from onejob.evals.report.headline import headlines
from onejob.evals.report.shown_text import excerpt

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~])")
_SHOWN_INVALID = 20


def job_summary(results: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """Headline, caveats, lift per measure, table per case, and what is invalid."""
    blocks = ["# Evals"]
    for headline in headlines(summary):
        blocks += [
            f"**{_plain(headline.title)}**",
            *_bullets([f"{told.title}: {told.text}" for told in headline.sentences]),
        ]
    if summary["caveats"]:
        blocks += ["## What these numbers cannot say", *_bullets(summary["caveats"])]
    for comparison in summary["comparisons"]:
        blocks += _comparison(comparison_view(comparison, summary["measures"]))
    blocks += _invalid(results["runs"])
    return "\n\n".join(blocks) + "\n"


def _comparison(shown: Mapping[str, Any]) -> list[str]:
    arm, control = shown["arm"], shown["control"]
    lifts = [
        [row["title"], row["control"], row["arm"], row["difference"], row["interval"], row["p"], row["word"]]
        for row in (*shown["lifts"], *shown["others"])
    ]
    cases = [
        [
            row["case"],
            _share(row["control"]),
            _share(row["arm"]),
            *(lift["text"] for lift in row["lifts"]),
            row["kind"],
        ]
        for row in shown["cases"]
    ]
    kinds = "; ".join(f"{number} {kind}" for kind, _, number in shown["kinds"])
    return [
        f"## {_plain(arm)} against {_plain(control)}",
        _table(["measure", control, arm, "difference", "95 % interval", "p", "shown"], lifts),
        f"<details><summary>{numbers.count(len(cases), 'case')}: {kinds}</summary>",
        _table(["case", f"{control} passed", f"{arm} passed", *shown["per_case"], "kind"], cases),
        "</details>",
    ]


def _invalid(runs: Iterable[Mapping[str, Any]]) -> list[str]:
    left_out = [run for run in runs if run["verdict"] == "invalid"]
    if not left_out:
        return []
    lines = [
        f"{run['case']}/{run['arm']}/{run['id']}: {excerpt('; '.join(run['validity']['reasons']), 300)}"
        for run in left_out[:_SHOWN_INVALID]
    ]
    more = len(left_out) - len(lines)
    return ["## Invalid runs, not counted", *_bullets([*lines, *([f"and {more} more"] if more else [])])]


def _share(row: Mapping[str, int]) -> str:
    return f"{row['passed']}/{row['runs']}"


def _bullets(lines: Sequence[str]) -> list[str]:
    return ["\n".join(f"- {_plain(line)}" for line in lines)] if lines else []


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(
        f"| {' | '.join(cell if place == 1 else _plain(str(cell)) for cell in line)} |"
        for place, line in enumerate(lines)
    )


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
