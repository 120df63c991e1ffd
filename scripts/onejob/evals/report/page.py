"""The page: what is shown, in which order, and the template it is poured into."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from statistics import fmean
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onejob.evals.report import numbers
from onejob.evals.report.code_archive import code_archive
from onejob.evals.report.comparison_view import comparison_view
from onejob.evals.report.curves import evolution_view, key_of
from onejob.evals.report.departures_view import departures_view
from onejob.evals.report.figures import Dot, Scale, axis, points_scale, stacked, whisker
from onejob.evals.report.headline import Sentence, headlines
from onejob.evals.report.run_view import run_view
from onejob.evals.report.shown_text import excerpt, visible
from onejob.evals.stats.cells import order_of_arms
from onejob.evals.stats.evolution import traits_shown
from onejob.evals.stats.measures import SHAPE
from onejob.evals.stats.rules import STATES

PAGE_LIMIT = 960_000  # characters: below one megabyte, so that a report can be attached anywhere
_LEAST_CODE = 100_000
_SHOWN_RUNS = 30  # links below one rule


def render(results: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """The whole page, with as much of the code as fits."""
    environment = Environment(
        loader=PackageLoader("onejob.evals.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(numbers=numbers, visible=visible)
    shown = _context(results, summary)
    template = environment.get_template("page.html.j2")
    bare = len(template.render(shown, code="", dropped=0))
    code, dropped = code_archive(results["runs"], max(_LEAST_CODE, PAGE_LIMIT - bare))
    return template.render(shown, code=code, dropped=dropped)


def _context(results: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
    style, script = _asset("style.css"), _asset("script.js")
    runs = _runs(results)
    return {
        "style": Markup(style),  # noqa: S704  our own file
        "script": Markup(script),  # noqa: S704  our own file
        "policy": f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'",
        "generated": results["generated"],
        "isolated": results["isolation"] != "none",
        "isolation": results["isolation"],
        "versions": results["versions"],
        "skill": results["skill"],
        "counts": summary["counts"],
        "arms": summary["arms"],
        "control": summary["control"],
        "by_arm": summary["by_arm"],
        "caveats": [visible(text) for text in summary["caveats"]],
        "headlines": _headlines(summary),
        "comparisons": [comparison_view(item, summary["measures"]) for item in summary["comparisons"]],
        "rules": _rules(summary, runs),
        "layers": SHAPE,
        "tries": tries(summary["cells"], summary["arms"]),
        "structure": summary["structure"],
        "consistency": summary["consistency"],
        "architecture": summary.get("architecture", True),
        "over_time": evolution_view(summary["evolution"], traits_shown(results), summary["arms"]),
        "arm_keys": key_of(summary["arms"]),
        "departures": departures_view(summary["departures"], runs),
        "opinions": summary["opinions"],
        "treated": any(run["skill_hash"] for run in results["runs"]),
        "runs": runs,
        "cases": _cases(results, runs),
        "anchors": {case: f"case-{number}" for number, case in enumerate(_case_ids(results), 1)},
    }


def _headlines(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sentences, each beside its picture where its measure is a share."""
    return [
        {
            "title": headline.title,
            "axis": axis(scale, "Scale of the difference, in percentage points"),
            "sentences": [
                {
                    "title": told.title,
                    "text": told.text,
                    "sure": _sure(told),
                    "picture": _picture(told, scale),
                }
                for told in headline.sentences
            ],
        }
        for headline in headlines(summary)
        for scale in [
            points_scale([end for told in headline.sentences if _drawn(told) for end in _ends(told)])
        ]
    ]


def _drawn(told: Sentence) -> bool:
    return told.unit == "share" and told.estimate is not None and told.estimate["difference"] is not None


def _sure(told: Sentence) -> bool:
    return told.estimate is not None and told.estimate["conclusion"] in {"more", "less"}


def _ends(told: Sentence) -> list[float]:
    found = told.estimate or {}
    return list(found["interval"] or [found["difference"]])


def _picture(told: Sentence, scale: Scale) -> Markup | str:
    if told.estimate is None or not _drawn(told):
        return told.figure
    found = told.estimate
    words = f"{told.title}: {numbers.difference(found['difference'], told.unit)} points"
    dot: Dot = "sure" if _sure(told) else "unsure"
    return whisker(scale, found["difference"], found["interval"], words, dot)


def _runs(results: Mapping[str, Any]) -> list[dict[str, Any]]:
    ordered = sorted(results["runs"], key=_order)
    return [
        run_view(run, number, results["cases"].get(run["case"], {})) for number, run in enumerate(ordered, 1)
    ]


def _order(run: Mapping[str, Any]) -> tuple[Any, ...]:
    return run["case"], order_of_arms(run["arm"]), run["trial"], run.get("step") or 0, run["id"]


def _case_ids(results: Mapping[str, Any]) -> list[str]:
    return sorted({*results["cases"], *(run["case"] for run in results["runs"])})


def _cases(results: Mapping[str, Any], runs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": case,
            "title": visible(known.get("title", "")),
            "kind": known.get("kind", ""),
            "prompt": excerpt(known.get("prompt", "")),
            "steps": [
                {"title": visible(step["title"]), "prompt": excerpt(step["prompt"])}
                for step in known.get("steps", [])
            ],
            "rules": known.get("rules", []),
            "runs": [run for run in runs if run["case"] == case],
        }
        for case in _case_ids(results)
        for known in [results["cases"].get(case, {})]
    ]


def _rules(summary: Mapping[str, Any], runs: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rules in three groups: broken by somebody, obeyed by all who met them, met by nobody."""
    groups: dict[str, list[dict[str, Any]]] = {"broken": [], "obeyed": [], "unmet": []}
    for rule, arms in summary["rules"].items():
        broken = sum(states["broken"] for states in arms.values())
        met = broken + sum(states["obeyed"] for states in arms.values())
        groups["broken" if broken else "obeyed" if met else "unmet"].append(
            {
                "rule": rule,
                "broken": broken,
                "arms": {arm: {**states, "picture": _bar(rule, arm, states)} for arm, states in arms.items()},
                "runs": _breaking(rule, runs)[:_SHOWN_RUNS],
                "more": max(0, broken - _SHOWN_RUNS),
            }
        )
    groups["broken"].sort(key=lambda row: (-row["broken"], row["rule"]))
    return groups


def _breaking(rule: str, runs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [
        run
        for run in runs
        if run["verdict"]["word"] != "invalid" and any(group["rule"] == rule for group in run["findings"])
    ]


def _bar(rule: str, arm: str, states: Mapping[str, int]) -> Markup:
    told = ", ".join(f"{states[state]} {state.replace('-', ' ')}" for state in STATES)
    return stacked([(state, states[state]) for state in STATES], f"{rule} in {arm}: {told}")


def tries(cells: Sequence[Mapping[str, Any]], arms: Sequence[str]) -> list[dict[str, Any]]:
    """pass@k and pass^k per arm, means over the cases with at least k runs; nothing where no case has two."""
    most = max((cell["runs"] for cell in cells), default=0)
    if most < 2:
        return []
    return [
        {
            "arm": arm,
            "k": k,
            "cases": len(own),
            "at": fmean(cell["pass_at"][str(k)] for cell in own),
            "all": fmean(cell["pass_all"][str(k)] for cell in own),
        }
        for arm in arms
        for k in range(1, most + 1)
        if (own := [cell for cell in cells if cell["arm"] == arm and cell["runs"] >= k])
    ]


def _asset(name: str) -> str:
    return (files("onejob.evals.report") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
