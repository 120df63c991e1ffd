"""benchmark.json: the form that agentskills.io describes, with the names its existing viewers read."""

from collections.abc import Mapping, Sequence
from statistics import fmean, stdev
from typing import Any

from onejob.evals.report.shown_text import excerpt

_NAMES = {"none": "without_skill", "skill": "with_skill"}
_EVIDENCE_LIMIT = 400


def benchmark(results: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
    """Runs that count, and their mean and spread per arm. Arms that the form has no name for keep their own."""
    scored = [run for run in results["runs"] if run["verdict"] != "invalid"]
    arms = {arm: [run for run in scored if run["arm"] == arm] for arm in summary["arms"]}
    skill = results["skill"] or {}
    return {
        "metadata": {
            "skill_name": skill.get("name"),
            "skill_version": skill.get("version"),
            "timestamp": results["generated"],
            "evals_run": sorted({run["case"] for run in scored}),
            "invalid_runs": len(results["runs"]) - len(scored),
            "stale_runs": summary["counts"]["stale"],
        },
        "runs": [_run(run) for run in scored],
        "run_summary": {
            **{_name(arm): _arm(runs) for arm, runs in arms.items()},
            "delta": _delta(arms, summary["control"]),
        },
        "notes": list(summary["caveats"]),
    }


def _name(arm: str) -> str:
    return _NAMES.get(arm, arm)


def _run(run: Mapping[str, Any]) -> dict[str, Any]:
    contract = run["graders"]["contract"]
    total = contract["passed"] + contract["failed"]
    return {
        "eval_id": run["case"],
        "configuration": _name(run["arm"]),
        "run_number": run["trial"],
        "result": {
            "pass_rate": _pass_rate(run),
            "passed": contract["passed"],
            "failed": contract["failed"],
            "total": total,
            "time_seconds": run["seconds"],
            "tokens": _tokens(run),
        },
        "expectations": [
            {
                "text": test["name"],
                "passed": test["outcome"] == "passed",
                "evidence": excerpt(test["message"], _EVIDENCE_LIMIT),
            }
            for test in contract["tests"]
        ],
    }


def _arm(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "pass_rate": _spread([_pass_rate(run) for run in runs]),
        "time_seconds": _spread([run["seconds"] for run in runs]),
        "tokens": _spread([_tokens(run) for run in runs]),
    }


def _delta(arms: Mapping[str, Sequence[Mapping[str, Any]]], control: str | None) -> dict[str, Any]:
    """Treated minus control, for the skill where there is one, else for the first other arm."""
    treated = "skill" if "skill" in arms else next((arm for arm in arms if arm != control), None)
    if control is None or treated is None or treated == control:
        return {}
    before, after = _arm(arms[control]), _arm(arms[treated])
    return {
        key: None
        if before[key]["mean"] is None or after[key]["mean"] is None
        else round(after[key]["mean"] - before[key]["mean"], 6)
        for key in before
    }


def _spread(values: Sequence[float | None]) -> dict[str, float | None]:
    known = [value for value in values if value is not None]
    return {
        "mean": round(fmean(known), 6) if known else None,
        "stddev": round(stdev(known), 6) if len(known) > 1 else None,
        "min": min(known, default=None),
        "max": max(known, default=None),
    }


def _pass_rate(run: Mapping[str, Any]) -> float | None:
    contract = run["graders"]["contract"]
    total = contract["passed"] + contract["failed"]
    return contract["passed"] / total if total else None


def _tokens(run: Mapping[str, Any]) -> int | None:
    read, written = run["usage"].get("input_tokens"), run["usage"].get("output_tokens")
    return None if read is None or written is None else int(read + written)
