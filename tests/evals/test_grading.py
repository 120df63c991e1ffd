"""The whole way from a store to results and table: real PostgreSQL, real checker, real pyright."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from onejob.evals import grader
from onejob.evals.grading import Choice, grade_store
from onejob.evals.places import Places
from onejob.evals.results import write
from onejob.evals.table import paired_table


@pytest.fixture
def where(cases: Path, store: Path, tmp_path: Path) -> Places:
    return Places(tmp_path, cases, store, tmp_path / "out", tmp_path / "out" / "cache")


@pytest.fixture
def two_arms(import_solution: Callable[..., int]) -> None:
    assert import_solution("naive", "none") == 0
    assert import_solution("reference", "skill") == 0


def _check_document(results: dict[str, Any], where: Places, store: Path) -> None:
    assert json.loads(write(results, where.output).read_text()) == results
    assert sorted(path.name for path in where.output.iterdir()) == ["cache", "results.json"]
    run = by_arm(results)["skill"]
    assert run["files"]["app/main.py"] == (store / "counter/skill/demo-t1/workspace/app/main.py").read_text()
    assert run["says"] == [{"turn": 1, "text": "Done."}]
    assert run["path"] == "recordings/counter/skill/demo-t1"
    assert run["stale"] is False
    graders = run["graders"]
    assert sorted(graders) == ["contract", "peer", "rules", "transcript", "types"]
    assert graders["rules"]["structure"]["layers"]["app"] == 1
    assert graders["rules"]["structure"]["lines"] > 20
    assert {rule["state"] for rule in graders["rules"]["rules"].values()} <= {
        "obeyed",
        "broken",
        "not-exercised",
    }
    assert graders["types"]["status"] in {"pass", "fail"}
    assert results["isolation"] in {"bubblewrap", "none"}


def by_arm(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {run["arm"]: run for run in results["runs"]}


@pytest.mark.usefixtures("two_arms")
def test_nothing_is_hard_coded(where: Places, store: Path) -> None:
    """Delete a recording and the table changes; edit a recorded file and its verdict does."""
    results = grade_store(where, Choice())
    runs = by_arm(results)
    assert (runs["none"]["verdict"], runs["skill"]["verdict"]) == ("fail", "pass")
    assert runs["none"]["graders"]["contract"]["passed"] == 2
    _check_document(results, where, store)
    table = paired_table(results)
    assert "skill - none" in table
    assert "+33%" in table

    code = store / "counter/skill/demo-t1/workspace/app/main.py"
    before = code.read_text()
    code.write_text(before.replace("SET n = n + 1", "SET n = n"))
    edited = by_arm(grade_store(where, Choice()))["skill"]
    assert edited["verdict"] == "invalid"
    assert edited["validity"]["reasons"] == ["changed after the recording: app/main.py"]
    assert (edited["graders"]["contract"]["status"], edited["graders"]["contract"]["passed"]) == ("fail", 2)
    code.write_text(before)

    began = time.monotonic()
    again = grade_store(where, Choice())
    assert time.monotonic() - began < 2
    assert again["runs"] == results["runs"]

    shutil.rmtree(store / "counter/skill/demo-t1")
    left = grade_store(where, Choice())
    assert list(by_arm(left)) == ["none"]
    assert "skill" not in paired_table(left)


@pytest.mark.usefixtures("two_arms")
def test_unisolated_it_says_so(where: Places, without_bubblewrap: None) -> None:
    results = grade_store(where, Choice())
    assert results["isolation"] == "none"
    assert {run["verdict"] for run in results["runs"]} == {"pass", "fail"}
    assert "unisolated" in paired_table(results)


def test_graders_are_found() -> None:
    assert sorted(grader.load_graders()) == ["contract", "peer", "rules", "transcript", "types"]
