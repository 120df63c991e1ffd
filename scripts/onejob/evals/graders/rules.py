"""Architecture: which rules the code obeys, which it breaks, which it never meets; which layers it has."""

import asyncio
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
from onejob.evals.supervise import end_group

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
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", architecture.__name__, str(workspace),
        env={**os.environ, "PYTHONPATH": _SCRIPTS},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        output, complaint = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        return _failed(workspace, f"the checker did not finish within {SECONDS:g} seconds")
    finally:
        end_group(process.pid)
    if process.returncode:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return architecture.error_block(
            f"the checker died on this code (exit status {process.returncode}): {last}"
        )
    block: dict[str, Any] = json.loads(output)
    return block


def _failed(workspace: Path, message: str) -> dict[str, Any]:
    return architecture.error_block(message, application_sources(workspace))
