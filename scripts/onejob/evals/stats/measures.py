"""What is measured on one run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, float | None]
Better = Literal["more", "less", "neither"]

# The layers of the architecture. The others (tests, scripts, migrations, logging …) say nothing about its shape.
SHAPE = (
    "app", "route", "dependencies", "error-handlers", "controller", "service", "repository", "model", "errors",
    "factory", "config",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """`unit` is "share" (0 to 1, shown in percent), "rate" or "count"; `better` the direction one would want."""

    key: str
    title: str
    unit: Literal["share", "rate", "count"]
    better: Better


MEASURES = (
    Measure("contract", "contract tests passed", "share", "more"),
    Measure("passed", "runs with every contract test passed", "share", "more"),
    Measure("rules", "exercised rules obeyed", "share", "more"),
    Measure("structure", "layers of the architecture present", "share", "neither"),
    Measure("types", "type errors per 1000 lines", "rate", "less"),
    Measure("lines", "lines of application code", "count", "less"),
    Measure("files", "files of application code", "count", "less"),
)
RULED = frozenset({"rules", "structure"})  # these say something only where this architecture was asked for
RATIOS = ("lines", "files", "input_tokens", "output_tokens", "cost_usd", "seconds")


def measures_of(results: Mapping[str, Any]) -> tuple[Measure, ...]:
    """Those that can be told of these results."""
    return tuple(one for one in MEASURES if results.get("architecture", True) or one.key not in RULED)


def measures(run: Mapping[str, Any]) -> Row:
    """Every measure of one run; None where there was nothing to measure."""
    graders = run["graders"]
    contract, rules, types = graders["contract"], graders["rules"], graders["types"]
    tests = contract["passed"] + contract["failed"]
    states = [rule["state"] for rule in rules["rules"].values()]
    exercised = len(states) - states.count("not-exercised")
    structure = rules["structure"]
    lines, layers = structure["lines"], structure["layers"]
    measured = types["status"] in {"pass", "fail"} and lines
    return {
        "contract": contract["passed"] / tests if tests else None,
        "passed": float(contract["passed"] == tests) if tests else None,
        "rules": states.count("obeyed") / exercised if exercised else None,
        "structure": sum(bool(layers.get(layer)) for layer in SHAPE) / len(SHAPE)
        if lines and layers
        else None,
        "types": 1000 * types["errors"] / lines if measured else None,
        "lines": float(lines) if lines else None,
        "files": float(structure["files"]) if lines else None,
    }


def costs(run: Mapping[str, Any]) -> Row:
    """What the run took, as far as the agent reported it: tokens, US dollars, seconds; and its size."""
    usage = run.get("usage") or {}
    return {
        **{key: usage.get(key) for key in ("input_tokens", "output_tokens", "cost_usd")},
        "seconds": run.get("seconds"),
        **{key: measures(run)[key] for key in ("lines", "files")},
    }
