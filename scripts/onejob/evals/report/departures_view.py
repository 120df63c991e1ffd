"""Departures as the page shows them: by run, with their quotes."""

from collections.abc import Mapping, Sequence
from typing import Any

from onejob.evals.report.shown_text import excerpt, visible

_SHOWN = 40  # quotes of one run


def departures_view(
    found: Sequence[Mapping[str, Any]], runs: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One entry per run that departed, with a link to it."""
    anchors = {(run["case"], run["arm"], run["id"]): run["anchor"] for run in runs}
    grouped: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for one in found:
        grouped.setdefault((one["case"], one["arm"], one["id"]), []).append(one)
    return [
        {
            "case": case,
            "arm": arm,
            "trial": own[0]["trial"],
            "anchor": anchors.get((case, arm, name), "runs"),
            "number": len(own),
            "quotes": [_quote(one) for one in own[:_SHOWN]],
        }
        for (case, arm, name), own in grouped.items()
    ]


def _quote(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": one["kind"],
        "path": visible(one.get("path", "")),
        "line": one.get("line"),
        "rules": [visible(rule) for rule in one.get("rules", [])],
        "quote": excerpt(one["quote"], 600),
    }
