"""Architecture: which rules the code obeys, which it breaks, which it never meets; which layers it has."""

import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import onejob.check
from onejob.evals import architecture
from onejob.evals.bench import Bench
from onejob.evals.grader import source_hash
from onejob.evals.sources import application_sources
from onejob.evals.subject import Subject
from onejob.evals.subprocesses import run_to_end

ARCHITECTURE = True  # says something about this architecture, not about code in general
SECONDS = 60.0
_SCRIPTS = str(Path(onejob.check.__file__).resolve().parents[2])


def version() -> object:
    """The checker's content and ours."""
    return source_hash(Path(__file__), Path(architecture.__file__), Path(onejob.check.__file__).parent)


def depends_on(subject: Subject) -> object:
    """Nothing of the case: every rule is tried on every run."""
    return None


async def grade(subjects: Sequence[Subject], bench: Bench) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
    """One block per subject."""
    for subject in subjects:
        async with bench.computing:
            block = await grade_rules(subject.recording.workspace)
        yield subject, block


async def grade_rules(workspace: Path) -> dict[str, Any]:
    """The `rules` block; status `error` when the checker died on the code or did not end."""
    command = [sys.executable, "-m", architecture.__name__, str(workspace)]
    ended = await run_to_end(command, {**os.environ, "PYTHONPATH": _SCRIPTS}, workspace, SECONDS)
    if ended.status is None:
        return _failed(workspace, f"the checker did not finish within {SECONDS:g} seconds")
    if ended.status:
        last = ended.complaint.strip().rpartition("\n")[2]
        return _failed(workspace, f"the checker died on this code (exit status {ended.status}): {last}")
    block: dict[str, Any] = json.loads(ended.output)
    return block


def _failed(workspace: Path, message: str) -> dict[str, Any]:
    return architecture.error_block(message, application_sources(workspace))
