"""One comparison as the page shows it: rows with a picture each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from onejob.evals.report import numbers
from onejob.evals.report.figures import axis, points_scale, ratio_scale, whisker
from onejob.evals.stats.discrimination import KINDS

KIND_WORDS = {
    "always-pass": "always passes in both arms: says nothing about behaviour",
    "always-fail": "always fails in both arms",
    "helps": "passes more often with the treatment",
    "hurts": "passes less often with the treatment",
    "mixed": "passes as often in both, sometimes",
    "unpaired": "counted runs in one arm only: not compared, not listed below",
}
_RATIO_TITLES = {
    "lines": "lines of application code",
    "files": "files of application code",
    "input_tokens": "tokens read",
    "output_tokens": "tokens written",
    "cost_usd": "cost",
    "seconds": "time",
}
_PER_CASE = ("contract", "rules")


def comparison_view(comparison: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Lift per measure and per case, costs, rules and discrimination, of one arm against the control."""
    shares = [measure for measure in measures if measure["unit"] == "share"]
    scale = points_scale([end for measure in shares for end in _ends(comparison["measures"][measure["key"]])])
    kinds = Counter(row["kind"] for row in comparison["discrimination"].values())
    return {
        "arm": comparison["arm"],
        "control": comparison["control"],
        "axis": axis(scale, "Scale of the difference, in percentage points"),
        "lifts": [_lift(comparison["measures"][measure["key"]], measure, scale) for measure in shares],
        "others": [
            _lift(comparison["measures"][measure["key"]], measure, None)
            for measure in measures
            if measure["unit"] != "share"
        ],
        "ceremony": _ceremony(comparison["ratios"]),
        "per_case": [key for key in _PER_CASE if any(measure["key"] == key for measure in measures)],
        "cases": _cases(comparison, {measure["key"]: measure for measure in measures}),
        "kinds": [(kind, KIND_WORDS[kind], kinds[kind]) for kind in KINDS if kinds[kind]],
        "rules": {rule: _rule(lift) for rule, lift in comparison["rules"].items()},
    }


def _ends(found: Mapping[str, Any]) -> list[float]:
    values = found["interval"] or [found["difference"]]
    return [value for value in values if value is not None]


def _lift(found: Mapping[str, Any], measure: Mapping[str, Any], scale: Any) -> dict[str, Any]:
    unit = measure["unit"]
    told = f"{measure['title']}: {numbers.difference(found['difference'], unit)} {numbers.unit_name(unit)}"
    if found["interval"]:
        told += f", 95 % interval {numbers.interval(found['interval'], unit)}"
    sure = found["conclusion"] in {"more", "less"}
    return {
        "title": measure["title"],
        "better": measure["better"],
        "cases": found["cases"],
        "control": numbers.value(found["control_mean"], unit),
        "arm": numbers.value(found["arm_mean"], unit),
        "difference": numbers.difference(found["difference"], unit),
        "interval": numbers.interval(found["interval"], unit),
        "p": numbers.p_value(found["p"]),
        "word": _word(found, measure),
        "sure": sure,
        "picture": whisker(scale, found["difference"], found["interval"], told, "sure" if sure else "unsure")
        if scale
        else "",
    }


def _word(found: Mapping[str, Any], measure: Mapping[str, Any]) -> str:
    """The conclusion in words, beside the picture and never only in colour."""
    conclusion, unit = found["conclusion"], measure["unit"]
    if conclusion in {"more", "less"}:
        good = {"neither": "", conclusion: ", better"}.get(measure["better"], ", worse")
        return f"{conclusion}{good}"
    if conclusion == "none-shown" and found["detectable"] is not None:
        seen = numbers.difference(found["detectable"], unit).lstrip("+")
        return f"none shown; {seen} {numbers.unit_name(unit)} would have been".replace("  ", " ")
    return {"none-shown": "the same in every case", "too-few": "too few cases"}.get(
        conclusion, "not measured"
    )


def _ceremony(ratios: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: found for key, found in ratios.items() if found["ratio"] is not None}
    scale = ratio_scale(
        [value for found in known.values() for value in (found["interval"] or [found["ratio"]])]
    )
    rows = [
        {
            "title": _RATIO_TITLES[key],
            "cases": found["cases"],
            "ratio": numbers.times(found["ratio"]),
            "interval": numbers.times_interval(found["interval"]),
            "picture": whisker(
                scale,
                log(found["ratio"]),
                [log(end) for end in found["interval"]] if found["interval"] else None,
                f"{_RATIO_TITLES[key]}: {numbers.times(found['ratio'])}",
                "plain",
            ),
        }
        for key, found in known.items()
    ]
    missing = [_RATIO_TITLES[key] for key in ratios if key not in known]
    return {"axis": axis(scale, "Scale of the ratio, logarithmic"), "rows": rows, "missing": missing}


def _cases(comparison: Mapping[str, Any], measures: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "case": case,
            "kind": row["kind"],
            "control": row["control"],
            "arm": row["arm"],
            "lifts": [
                _case_lift(comparison["measures"][key], case, measures[key])
                for key in _PER_CASE
                if key in measures
            ],
        }
        for case, row in comparison["discrimination"].items()
        if row["kind"] != "unpaired"
    ]


_CASE_SCALE = points_scale([1.0])


def _case_lift(found: Mapping[str, Any], case: str, measure: Mapping[str, Any]) -> dict[str, Any]:
    own = found["by_case"].get(case)
    if own is None:
        return {"text": numbers.DASH, "picture": ""}
    text = numbers.difference(own["difference"], measure["unit"])
    levels = f"{numbers.value(own['control'], 'share')} to {numbers.value(own['arm'], 'share')}"
    told = f"{case}, {measure['title']}: {text} points ({levels})"
    return {
        "text": text,
        "levels": levels,
        "picture": whisker(_CASE_SCALE, own["difference"], None, told, "plain"),
    }


def _rule(lift: Mapping[str, Any]) -> dict[str, str | int]:
    return {
        "cases": lift["cases"],
        "difference": numbers.difference(lift["difference"], "share"),
        "p": numbers.p_value(lift["p_holm"]),
    }
