"""Types: what pyright says about the application, in basic mode, under one configuration for all runs."""

import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from onejob.evals.bench import Bench
from onejob.evals.grader import package_versions, source_hash
from onejob.evals.sandbox import scratch_folder
from onejob.evals.sources import application_sources
from onejob.evals.subject import Subject
from onejob.evals.subprocesses import run_to_end

# One process checks many workspaces: what they share (FastAPI, SQLAlchemy) is then read once.
BATCH = 40
SECONDS = 300.0


def version() -> object:
    """This file, pyright, and the packages whose types it sees."""
    names = ("pyright", "fastapi", "sqlalchemy", "pydantic", "asyncpg", "structlog", "httpx")
    return [source_hash(Path(__file__)), package_versions(*names)]


def depends_on(subject: Subject) -> object:
    """Nothing of the case."""
    return None


async def grade(subjects: Sequence[Subject], bench: Bench) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
    """One block per subject, a batch at a time."""
    for start in range(0, len(subjects), BATCH):
        batch = subjects[start : start + BATCH]
        async with bench.computing:
            blocks = await grade_types([subject.recording.workspace for subject in batch])
        for subject, block in zip(batch, blocks, strict=True):
            yield subject, block


async def grade_types(workspaces: Sequence[Path]) -> list[dict[str, Any]]:
    """The `types` block of each workspace."""
    scratch = scratch_folder()
    try:
        roots = [_lay_out(workspace, scratch / f"run{index}") for index, workspace in enumerate(workspaces)]
        found = await _pyright(scratch, roots)
        if isinstance(found, str):
            return [_block("error", message=found)] * len(roots)
        return [_graded(root, found) for root in roots]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _lay_out(workspace: Path, to: Path) -> Path:
    """Copy the application's sources: its own pyright configuration must not steer the grade."""
    to.mkdir()
    for path in application_sources(workspace):
        target = to / path.relative_to(workspace)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return to


async def _pyright(scratch: Path, roots: Sequence[Path]) -> list[dict[str, Any]] | str:
    """All diagnostics of severity error, or why there are none."""
    config = scratch / "pyrightconfig.json"
    environments = [{"root": root.name} for root in roots]
    config.write_text(
        json.dumps({"typeCheckingMode": "basic", "include": ["."], "executionEnvironments": environments})
    )
    command = [sys.executable, "-m", "pyright", "--outputjson", "--project", str(config)]
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    ended = await run_to_end([*command, "--pythonpath", sys.executable], environment, scratch, SECONDS)
    if ended.status is None:
        return f"pyright did not finish within {SECONDS:g} seconds"
    try:
        diagnostics = json.loads(ended.output)["generalDiagnostics"]
    except (json.JSONDecodeError, KeyError):
        return f"pyright could not run: {(ended.complaint or ended.output).strip()[-500:]}"
    return [entry for entry in diagnostics if entry["severity"] == "error"]


def _graded(root: Path, diagnostics: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not any(root.rglob("*.py")):
        return _block("not-run")
    findings = [
        {
            "path": Path(entry["file"]).relative_to(root).as_posix(),
            "line": entry.get("range", {}).get("start", {}).get("line", 0) + 1,
            "message": entry["message"],
        }
        for entry in diagnostics
        if Path(entry["file"]).is_relative_to(root)
    ]
    return _block(
        "fail" if findings else "pass", sorted(findings, key=lambda item: (item["path"], item["line"]))
    )


def _block(
    status: str, findings: Sequence[dict[str, Any]] = (), message: str | None = None
) -> dict[str, Any]:
    block = {"status": status, "errors": len(findings), "findings": list(findings)}
    return block if message is None else {**block, "message": message}
