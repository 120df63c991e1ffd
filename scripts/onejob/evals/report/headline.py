"""What the figures say, in sentences made from them; a difference is claimed only where the statistics claim it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onejob.evals.report import numbers

_TOLD = ("rules", "contract", "types")  # the measures that the headline speaks of
_ARROW = "\N{RIGHTWARDS ARROW}"
_NEEDED = 6  # cases: below, a permutation test cannot reach 5 %


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said of one measure; `figure` is it in short, `estimate` is there where it can be drawn."""

    title: str
    text: str
    unit: str = ""
    figure: str = ""
    estimate: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """A title and its sentences for one comparison."""

    title: str
    sentences: list[Sentence]


def headlines(summary: Mapping[str, Any]) -> list[Headline]:
    """One per comparison; a single one that says why when there is none."""
    measures = {measure["key"]: measure for measure in summary["measures"]}
    if not summary["comparisons"]:
        return [Headline(_nothing(summary), [])]
    return [
        Headline(
            _title(comparison, measures, summary["by_arm"][comparison["arm"]]),
            [sentence(comparison, measures[key]) for key in _TOLD if key in measures] + _ceremony(comparison),
        )
        for comparison in summary["comparisons"]
    ]


def sentence(comparison: Mapping[str, Any], measure: Mapping[str, Any]) -> Sentence:
    """One measure of one comparison, with its interval or the reason why there is none."""
    found, unit = comparison["measures"][measure["key"]], measure["unit"]
    text = _text(comparison, found, unit)
    return Sentence(_capital(measure["title"]), text, unit, _figure(found, unit), found)


def _figure(found: Mapping[str, Any], unit: str) -> str:
    if found["control_mean"] is None:
        return numbers.DASH
    return f"{numbers.value(found['control_mean'], unit)} {_ARROW} {numbers.value(found['arm_mean'], unit)}"


def _text(comparison: Mapping[str, Any], found: Mapping[str, Any], unit: str) -> str:
    if found["conclusion"] == "no-data":
        return "Not measured in both arms of any case."
    levels = (
        f"{numbers.value(found['control_mean'], unit)} in {comparison['control']},"
        f" {numbers.value(found['arm_mean'], unit)} in {comparison['arm']},"
        f" over {numbers.count(found['cases'], 'case')}."
    )
    if found["conclusion"] == "too-few":
        return f"{levels} Too few cases to tell a difference from chance; it takes {_NEEDED}."
    if not any(row["difference"] for row in found["by_case"].values()):
        return f"{levels} No case showed a difference."
    return f"{levels} {_measured(found, unit)}"


def _measured(found: Mapping[str, Any], unit: str) -> str:
    size = f"{numbers.difference(found['difference'], unit)} {numbers.unit_name(unit, found['difference'])}".strip()
    proof = f"{_interval(numbers.interval(found['interval'], unit))}, p {_p(found['p'])}"
    if found["conclusion"] in {"more", "less"}:
        return f"A difference of {size} ({proof})."
    if found["detectable"] is None:
        return f"No difference shown: {size} ({proof})."
    seen = f"{numbers.difference(found['detectable'], unit).lstrip('+')} {numbers.unit_name(unit)}".strip()
    return (
        f"No difference shown: {size} ({proof}). One of {seen} would have been seen four times out of five."
    )


def _title(comparison: Mapping[str, Any], measures: Mapping[str, Any], arm: Mapping[str, Any]) -> str:
    found = comparison["measures"]
    told = [key for key in _TOLD if key in measures]
    shown = [
        _claim(found[key], measures[key]) for key in told if found[key]["conclusion"] in {"more", "less"}
    ]
    quiet = [measures[key]["title"] for key in told if found[key]["conclusion"] == "none-shown"]
    stale = arm["runs"] and arm["stale"] == arm["runs"]
    who = f"With {'an earlier text of ' if stale else ''}“{comparison['arm']}”"
    if not shown and not quiet:
        return f"“{comparison['arm']}” against “{comparison['control']}”: too few cases to claim a difference"
    if not shown:
        return f"{who}, no difference is shown in {_and(quiet)}"
    return f"{who}: {_and(shown)}" + (f"; no difference shown in {_and(quiet)}" if quiet else "")


def _claim(found: Mapping[str, Any], measure: Mapping[str, Any]) -> str:
    size = numbers.difference(found["difference"], measure["unit"]).lstrip(f"+{numbers.MINUS}")
    points = f"{numbers.unit_name('share', found['difference'])} " if measure["unit"] == "share" else ""
    return f"{size} {points}{'fewer' if found['conclusion'] == 'less' else 'more'} {measure['title']}"


def _ceremony(comparison: Mapping[str, Any]) -> list[Sentence]:
    lines, files = comparison["ratios"]["lines"], comparison["ratios"]["files"]
    if not lines["cases"]:
        return []
    interval = f" ({_interval(numbers.times_interval(lines['interval']))})" if lines["interval"] else ""
    return [
        Sentence(
            "Ceremony",
            f"{numbers.times(lines['ratio'])} the lines of application code{interval}"
            f" and {numbers.times(files['ratio'])} the files.",
            figure=f"{numbers.times(lines['ratio'])} lines",
        )
    ]


def _interval(shown: str) -> str:
    return "the same in every case" if shown == numbers.NO_SPREAD else f"95 % interval {shown}"


def _nothing(summary: Mapping[str, Any]) -> str:
    return "Nothing to compare: " + ("there are no runs" if not summary["arms"] else "there is only one arm")


def _p(p: float) -> str:
    shown = numbers.p_value(p)
    return shown if shown.startswith("<") else f"= {shown}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
