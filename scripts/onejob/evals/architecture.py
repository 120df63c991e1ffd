"""The checker's verdict on one workspace, in a process of its own: `python -m onejob.evals.architecture FOLDER`.

Source made to break a parser may kill this process; it must not end the evals.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onejob.check import Config, Result, check
from onejob.check.project.layers import LAYERS
from onejob.check.rule import load_rules
from onejob.evals.sources import application_sources, lines_of


def judge(workspace: str) -> dict[str, Any]:
    """The `rules` block. The project's own configuration is not read: it could switch rules off."""
    root = Path(workspace)
    sources = application_sources(root)
    if not sources:
        return {**error_block(""), "status": "not-run"}
    try:
        result = check([str(root)], Config(root=root))
    except Exception as error:  # a fault of the checker is one run's error, not the end of all
        return error_block(f"the checker failed: {type(error).__name__}: {error}", sources)
    return {
        "status": "fail" if result.findings else "pass",
        "rules": _states(result),
        "findings": [_finding(finding, root) for finding in result.findings],
        "structure": _structure(result.summary.layers, sources),
    }


def _states(result: Result) -> dict[str, dict[str, Any]]:
    return {
        name: {"state": _state(found, examined), "findings": found, "examined": examined}
        for name in load_rules()
        for found, examined in [(result.summary.found.get(name, 0), result.summary.examined.get(name, 0))]
    }


def _state(found: int, examined: int) -> str:
    if found:
        return "broken"
    return "obeyed" if examined else "not-exercised"


def _finding(finding: Any, root: Path) -> dict[str, Any]:
    shown = {name: value for name, value in finding._asdict().items() if name != "symbol"}
    path = os.path.relpath(os.path.abspath(finding.path), root.resolve()).replace(os.sep, "/")
    return {**shown, "path": path}


def _structure(layers: dict[str, int], sources: Sequence[Path]) -> dict[str, Any]:
    return {
        "layers": {layer: layers.get(layer, 0) for layer in LAYERS},
        "files": len(sources),
        "lines": lines_of(sources),
    }


def unjudged(workspace: Path) -> dict[str, Any]:
    """The block of a workspace that nobody judged: its size alone."""
    sources = application_sources(workspace)
    size = {"layers": {}, "files": len(sources), "lines": lines_of(sources)}
    return {"status": "not-run", "rules": {}, "findings": [], "structure": size}


def error_block(message: str, sources: Sequence[Path] = ()) -> dict[str, Any]:
    """The block of a workspace the checker could not judge; size is known all the same."""
    return {
        "status": "error",
        "message": message,
        "rules": {},
        "findings": [],
        "structure": _structure({}, sources),
    }


if __name__ == "__main__":
    json.dump(judge(sys.argv[1]), sys.stdout)
