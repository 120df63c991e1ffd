"""One run as the page shows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from onejob.evals.report.shown_text import excerpt, visible
from onejob.evals.stats.measures import measures

Run = Mapping[str, Any]
_VERDICTS = {"pass": ("✓", "pass"), "fail": ("✗", "fail"), "invalid": ("○", "invalid")}
_MESSAGE_LIMIT = 3000
_LOG_LIMIT = 3000
_SHOWN_PLACES = 40  # findings of one rule in one run


def run_key(run: Run) -> str:
    """What identifies a run in the page: `case/arm/id`."""
    return f"{run['case']}/{run['arm']}/{run['id']}"


def run_view(run: Run, number: int, case: Mapping[str, Any]) -> dict[str, Any]:
    """Everything a run's section needs, as text that is safe to show once escaped. `number` makes its anchor."""
    graders = run["graders"]
    mark, word = _VERDICTS.get(run["verdict"], ("?", str(run["verdict"])))
    return {
        "anchor": f"run-{number}",
        "key": run_key(run),
        "case": run["case"],
        "arm": run["arm"],
        "id": run["id"],
        "trial": run["trial"],
        "step": run.get("step"),
        "date": run["date"],
        "agent": " ".join(str(part) for part in run["agent"].values() if part),
        "path": run["path"],
        "status": run["status"],
        "verdict": {"mark": mark, "word": word},
        "stale": run["stale"],
        "reasons": [excerpt(reason, 500) for reason in run["validity"]["reasons"]],
        "measures": measures(run),
        "seconds": run["seconds"],
        "usage": run["usage"],
        "files": len(run["files"]),
        "turns": _turns(run, case),
        "contract": _contract(graders["contract"]),
        "findings": findings_by_rule(graders["rules"]["findings"]),
        "rules_message": excerpt(graders["rules"].get("message", ""), 1000),
        "types": _types(graders["types"]),
        "transcript": graders["transcript"],
    }


def findings_by_rule(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rule → its findings, what to do once; the rules with most findings first."""
    grouped: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for finding in findings:
        grouped[finding["rule"]].append(finding)
    return [
        {
            "rule": rule,
            "severity": own[0]["severity"],
            "fix": excerpt(own[0]["fix"], 600),
            "places": [
                {
                    "path": visible(item["path"]),
                    "line": item["line"],
                    "message": excerpt(item["message"], 600),
                }
                for item in own[:_SHOWN_PLACES]
            ],
            "more": max(0, len(own) - _SHOWN_PLACES),
        }
        for rule, own in sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _turns(run: Run, case: Mapping[str, Any]) -> list[dict[str, str]]:
    """The conversation: prompts and scripted replies as they were given, and what the agent said."""
    prompts = [case.get("prompt", ""), *case.get("turns", [])]
    shown: list[dict[str, str]] = []
    for number, prompt in enumerate(prompts, 1):
        said = [entry["text"] for entry in run["says"] if entry["turn"] == number]
        if said or number == 1:
            # The first prompt stands above all runs of its case; repeating it seventy times helps nobody.
            shown += [{"who": "user", "text": excerpt(prompt)}] if number > 1 else []
            shown += [{"who": "agent", "text": excerpt(text)} for text in said]
    return shown


def _contract(block: Mapping[str, Any]) -> dict[str, Any]:
    tests = [
        {
            **test,
            "name": visible(test["name"]),
            "message": excerpt(test["message"], _MESSAGE_LIMIT, tail=True),
        }
        for test in block["tests"]
    ]
    missed = [test for test in tests if test["outcome"] != "passed"]
    return {
        **block,
        "missed": missed,
        "met": [test for test in tests if test["outcome"] == "passed"],
        "log": excerpt(block["log"], _LOG_LIMIT, tail=True) if missed or block["status"] == "error" else "",
    }


def _types(block: Mapping[str, Any]) -> dict[str, Any]:
    findings = [
        {"path": visible(item["path"]), "line": item["line"], "message": excerpt(item["message"], 400)}
        for item in block["findings"][:_SHOWN_PLACES]
    ]
    return {**block, "findings": findings, "more": max(0, len(block["findings"]) - _SHOWN_PLACES)}
