"""Results documents made to measure: the form of results.json, with just the numbers a test is about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FIXED = "2026-01-02T03:04:05+00:00"


def run(
    case: str,
    arm: str,
    trial: int = 1,
    *,
    passed: int = 4,
    failed: int = 0,
    rules: Mapping[str, str] | None = None,
    lines: int = 100,
    type_errors: int = 0,
    valid: bool = True,
    stale: bool = False,
    files: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One run; `rules` maps a rule to its state."""
    states = rules if rules is not None else {"gather-instead-of-task-group": "obeyed"}
    verdict = "invalid" if not valid else "fail" if failed else "pass"
    made = {
        "id": f"r-t{trial}",
        "case": case,
        "arm": arm,
        "trial": trial,
        "date": "2026-01-02",
        "agent": {"name": "an AI coding agent", "version": None, "model": None},
        "skill_hash": None if arm == "none" else "a" * 64,
        "stale": stale,
        "status": "completed",
        "validity": {"valid": valid, "reasons": [] if valid else ["the control is not clean"]},
        "usage": {"input_tokens": None, "output_tokens": None, "cost_usd": None},
        "seconds": None,
        "path": f"evals/recordings/{case}/{arm}/r-t{trial}",
        "verdict": verdict,
        "graders": {
            "contract": {
                "status": "fail" if failed else "pass",
                "tests": [
                    {
                        "name": f"test_{number}",
                        "outcome": "failed" if number < failed else "passed",
                        "message": "",
                    }
                    for number in range(passed + failed)
                ],
                "passed": passed,
                "failed": failed,
                "log": "",
            },
            "rules": {
                "status": "pass",
                "rules": {name: _rule(state) for name, state in states.items()},
                "findings": [finding(name) for name, state in states.items() if state == "broken"],
                "structure": {
                    "layers": {"app": 1, "service": int(arm != "none")},
                    "files": 2,
                    "lines": lines,
                },
            },
            "types": {
                "status": "fail" if type_errors else "pass",
                "errors": type_errors,
                "findings": [{"path": "app/main.py", "line": 1, "message": "wrong"}] * type_errors,
            },
            "transcript": {
                "status": "not-run",
                "asked_before_writing": None,
                "skill_loaded": None,
                "references_read": [],
                "questions": 0,
            },
        },
        "files": dict(files) if files is not None else {"app/main.py": "app = 1\n"},
        "says": [{"turn": 1, "text": "Done."}],
    }
    return made | more


def finding(rule: str, **more: Any) -> dict[str, Any]:
    """One finding in app/main.py."""
    return {
        "path": "app/main.py",
        "line": 1,
        "column": 1,
        "rule": rule,
        "severity": "error",
        "layer": "app",
        "message": f"breaks {rule}",
        "fix": "do it otherwise",
        "reference": "",
    } | more


def results(runs: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A document of these runs, without its summary."""
    listed = list(runs)
    return {
        "schema_version": 1,
        "generated": FIXED,
        "isolation": "bubblewrap",
        "versions": {"python": "3.11"},
        "skill": {"name": "async-python-backend", "version": "0.1.0", "hash": "a" * 64},
        "cases": {
            case: {
                "title": f"Title of {case}",
                "kind": "scaffold",
                "prompt": f"Build {case}.",
                "turns": [],
                "tags": [],
                "rules": [],
            }
            for case in sorted({item["case"] for item in listed})
        },
        "runs": listed,
    } | more


def paired(shares: Sequence[tuple[int, int]], arm: str = "skill", out_of: int = 10) -> list[dict[str, Any]]:
    """One case per entry: contract tests passed in the control and in the arm."""
    return [
        run(f"case-{number:02}", name, passed=passed, failed=out_of - passed)
        for number, both in enumerate(shares, 1)
        for name, passed in zip(("none", arm), both, strict=True)
    ]


def _rule(state: str) -> dict[str, Any]:
    return {"state": state, "findings": int(state == "broken"), "examined": int(state != "not-exercised")}
