"""Architecture: which rules the code obeys, which it breaks, which it never meets; which layers it has."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import onejob.check
from onejob.check import Config, Result, check
from onejob.check.layers import LAYERS
from onejob.check.rule import load_rules
from onejob.evals.bench import Bench
from onejob.evals.grader import source_hash
from onejob.evals.subject import Subject, application_sources, lines_of

SECONDS = 60.0


def version() -> object:
    """The checker's content and this file's."""
    return source_hash(Path(__file__), Path(onejob.check.__file__).parent)


def depends_on(subject: Subject) -> object:
    """Nothing of the case: every rule is tried on every run."""
    return None


async def grade(subjects: Sequence[Subject], bench: Bench) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
    """One block per subject. Another process parses: source made to break a parser must not end the evals."""
    pool = _pool()
    try:
        for subject in subjects:
            async with bench.slots:
                work = asyncio.wrap_future(pool.submit(grade_rules, str(subject.recording.workspace)))
                try:
                    block = await asyncio.wait_for(work, SECONDS)
                except BrokenProcessPool:
                    pool, block = _pool(), _error("the checker's process died on this code")
                except TimeoutError:
                    _kill(pool)
                    pool, block = _pool(), _error(f"the checker did not finish within {SECONDS:g} seconds")
            yield subject, block
    finally:
        _kill(pool)


def grade_rules(workspace: str) -> dict[str, Any]:
    """The `rules` block. The project's own configuration is not read: it could switch rules off."""
    root = Path(workspace)
    sources = application_sources(root)
    if not sources:
        return {**_error(""), "status": "not-run"}
    try:
        result = check([str(root)], Config(root=str(root)))
    except Exception as error:  # a fault of the checker is one run's error, not the end of all
        return _error(f"the checker failed: {type(error).__name__}: {error}")
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


def _structure(layers: dict[str, int], sources: list[Path]) -> dict[str, Any]:
    return {
        "layers": {layer: layers.get(layer, 0) for layer in LAYERS},
        "files": len(sources),
        "lines": lines_of(sources),
    }


def _error(message: str) -> dict[str, Any]:
    return {
        "status": "error",
        "message": message,
        "rules": {},
        "findings": [],
        "structure": _structure({}, []),
    }


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)
