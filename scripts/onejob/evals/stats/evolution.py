"""What happens over time: one code base through the steps of a case, per arm and step."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any

from onejob.evals.stats.cells import Run, arms_of, mean_row
from onejob.evals.stats.measures import Row, measures

BLOCK = 6  # lines that must recur for them to be called duplicated
_IDLE = re.compile(r"(?:#.*|from\s.+|import\s.+|[\])}]*,?|\"\"\".*)")


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that has a value at every step; `better` is the direction one would want."""

    key: str
    title: str
    unit: str
    better: str


TRAITS = (
    Trait("earlier", "tests of earlier steps that still pass", "share", "more"),
    Trait("own", "tests of the step's own feature that pass", "share", "more"),
    Trait("findings", "violations of the rules per 1000 lines", "rate", "less"),
    Trait("drift", "violations more than at the step before", "count", "less"),
    Trait("types", "type errors per 1000 lines", "rate", "less"),
    Trait("touched", "files that existed and were changed", "count", "less"),
    Trait("added", "files added", "count", "neither"),
    Trait("churn", "lines added or removed", "count", "neither"),
    Trait("duplicated", "lines that stand elsewhere too", "share", "less"),
    Trait("settled", "new files in folders that an earlier step made", "share", "more"),
    Trait("lines", "lines of application code", "count", "less"),
    Trait("output_tokens", "tokens written", "count", "less"),
    Trait("seconds", "seconds", "count", "less"),
)
_RULED = frozenset({"findings", "drift"})


def evolution(results: Mapping[str, Any]) -> dict[str, Any]:
    """Case → arm → step (from 1) → mean of each trait over trials, with the number of runs.

    Invalid runs count nowhere; a step is compared with the step before of its own trial.
    """
    cases = {case: known for case, known in results["cases"].items() if known.get("steps")}
    runs = [run for run in results["runs"] if run["case"] in cases and run["verdict"] != "invalid"]
    return {
        case: {
            "steps": [step["title"] for step in known["steps"]],
            "arms": {
                arm: _arm([run for run in own if run["arm"] == arm], known["steps"]) for arm in arms_of(own)
            },
        }
        for case, known in sorted(cases.items())
        if (own := [run for run in runs if run["case"] == case])
    }


def traits_shown(results: Mapping[str, Any]) -> list[Trait]:
    """Those that can be told of these results: nothing about rules where no case names one."""
    return [trait for trait in TRAITS if trait.key not in _RULED or results.get("architecture", True)]


def _arm(runs: Sequence[Run], steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    by_place = {(run["trial"], run["step"]): run for run in runs}
    found = []
    for number in range(1, len(steps) + 1):
        own = [run for run in runs if run["step"] == number]
        rows = [traits(run, by_place.get((run["trial"], number - 1)), steps) for run in own]
        found.append({"step": number, "runs": len(own), **mean_row(rows)})
    return found


def traits(run: Run, before: Run | None, steps: Sequence[Mapping[str, Any]]) -> Row:
    """Every trait of one run; None where there was nothing to measure.

    Args:
        before: the run of the step before; None for the first step and where it is missing.
        steps: the case's steps with the names of their test files.
    """
    known, code = measures(run), sources(run)
    rules, usage = run["graders"]["rules"], run.get("usage") or {}
    lines, found = known["lines"], float(len(rules["findings"]))
    judged = rules["status"] in {"pass", "fail"} and bool(lines)
    return {
        **_contracts(run, steps),
        "findings": 1000 * found / lines if judged and lines else None,
        "drift": found - len(before["graders"]["rules"]["findings"]) if judged and before else None,
        "types": known["types"],
        **_changes(code, sources(before) if before else {}, first=run["step"] == 1),
        "duplicated": duplicated(code.values()),
        "lines": lines,
        "output_tokens": usage.get("output_tokens"),
        "seconds": run.get("seconds"),
    }


def sources(run: Run) -> dict[str, str]:
    """The application's Python files: no tests."""
    return {
        path: text
        for path, text in run["files"].items()
        if path.endswith(".py") and not _is_test(PurePosixPath(path))
    }


def duplicated(texts: Iterable[str]) -> float | None:
    """Share of the lines that do something and belong to a run of `BLOCK` such lines found twice."""
    files = [[line.strip() for line in text.splitlines() if not _idle(line)] for text in texts]
    seen = Counter(block for lines in files for block in _blocks(lines))
    total = sum(map(len, files))
    if not total:
        return None
    twice = 0
    for lines in files:
        marked = {
            place + offset
            for place, block in enumerate(_blocks(lines))
            if seen[block] > 1
            for offset in range(BLOCK)
        }
        twice += len(marked)
    return twice / total


def _contracts(run: Run, steps: Sequence[Mapping[str, Any]]) -> Row:
    """Each test belongs to the last step, up to this one, that has a file of its name."""
    counts = {"earlier": [0, 0], "own": [0, 0]}
    for test in run["graders"]["contract"]["tests"]:
        file = test["name"].partition("::")[0]
        origin = max(
            (n for n, step in enumerate(steps[: run["step"]], 1) if file in step["tests"]), default=0
        )
        counted = counts["own" if origin == run["step"] else "earlier"]
        counted[0] += test["outcome"] == "passed"
        counted[1] += 1
    return {key: passed / total if total else None for key, (passed, total) in counts.items()}


def _changes(after: Mapping[str, str], before: Mapping[str, str], *, first: bool) -> Row:
    if not first and not before:
        return dict.fromkeys(("touched", "added", "churn", "settled"))
    added = [path for path in after if path not in before and after[path].strip()]
    touched = [path for path, text in before.items() if after.get(path) != text]
    folders = {PurePosixPath(path).parent for path in before}
    settled = sum(PurePosixPath(path).parent in folders for path in added)
    return {
        "touched": None if first else float(len(touched)),
        "added": float(len(added)),
        "churn": float(sum(_churn(before.get(path, ""), after.get(path, "")) for path in {*added, *touched})),
        "settled": None if first or not added else settled / len(added),
    }


def _churn(before: str, after: str) -> int:
    one, other = before.splitlines(), after.splitlines()
    pairs = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in pairs)
    return len(one) + len(other) - 2 * same


def _blocks(lines: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(lines[place : place + BLOCK]) for place in range(len(lines) - BLOCK + 1)]


def _idle(line: str) -> bool:
    return _IDLE.fullmatch(line.strip()) is not None


def _is_test(path: PurePosixPath) -> bool:
    name = path.name
    return (
        bool({"tests", "test"} & set(path.parts[:-1]))
        or name.startswith("test_")
        or name.endswith("_test.py")
        or name == "conftest.py"
    )
