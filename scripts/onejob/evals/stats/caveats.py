"""What these numbers cannot say, in sentences made from them."""

from collections.abc import Iterator, Mapping
from typing import Any

_NAMED = 5  # cases named in one sentence


def caveats(results: Mapping[str, Any], summary: Mapping[str, Any]) -> list[str]:
    """The sentences, the weightiest first."""
    return [*_about_runs(results, summary), *_about_numbers(summary)]


def _about_runs(results: Mapping[str, Any], summary: Mapping[str, Any]) -> Iterator[str]:
    counts = summary["counts"]
    if not counts["runs"]:
        yield "There are no runs, so there is nothing to compare."
        return
    if counts["stale"]:
        yield (
            f"{counts['stale']} of {counts['scored']} counted runs were recorded with another text of the skill than"
            " today's: they say what that text did, and today's needs a live run."
        )
    if other := sum(bool(run.get("other_tools")) and run["verdict"] != "invalid" for run in results["runs"]):
        yield f"{other} of {counts['scored']} counted runs had today's text beside an earlier state of the skill's checker."
    if counts["invalid"]:
        yield f"{_runs(counts['invalid'])} invalid: shown, and counted neither as passed nor as failed."
    if results.get("isolation") == "none":
        yield "Unisolated: the generated code ran in a temporary directory, not in a sandbox."
    if len(summary["arms"]) == 1:
        yield f"There is only the arm {summary['arms'][0]!r}: nothing to compare it with."
    elif summary["control"] != "none":
        yield f"There is no arm 'none': the others are compared with {summary['control']!r}."


def _about_numbers(summary: Mapping[str, Any]) -> Iterator[str]:
    cells = summary["cells"]
    if cells and max(cell["runs"] for cell in cells) == 1:
        yield "1 trial per cell: no variance within cases is known, and no pass@k beyond k = 1."
    for comparison in summary["comparisons"]:
        paired = max((found["cases"] for found in comparison["measures"].values()), default=0)
        name = f"{comparison['arm']} against {comparison['control']}"
        if paired == 0:
            yield f"{name}: no case has counted runs in both arms, so no difference can be measured."
        elif paired == 1:
            yield f"{name}: one case only; a difference is that case's, with no interval and no test."
        elif paired < 6:
            yield (
                f"{name}: {paired} cases in both arms; even if all agreed, the permutation test could not go below"
                f" p = {2.0 ** (1 - paired):.2g}, so no difference can be claimed with fewer than six."
            )
        alone = sorted(
            case for case, row in comparison["discrimination"].items() if row["kind"] == "unpaired"
        )
        if alone and paired:
            yield f"{name}: left out of every comparison, without counted runs in both arms: {_some(alone)}."


def _some(cases: list[str]) -> str:
    more = len(cases) - _NAMED
    return ", ".join(cases) if more <= 1 else f"{', '.join(cases[:_NAMED])} and {more} more cases"


def _runs(number: int) -> str:
    return "1 run is" if number == 1 else f"{number} runs are"
