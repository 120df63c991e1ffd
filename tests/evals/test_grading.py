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


def by_arm(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {run["arm"]: run for run in results["runs"]}


@pytest.mark.usefixtures("two_arms")
def test_nothing_is_hard_coded(where: Places, store: Path) -> None:
    """Delete a recording and the table changes; edit a recorded file and its verdict does."""
    results = grade_store(where, Choice())
    runs = by_arm(results)
    assert (runs["none"]["verdict"], runs["skill"]["verdict"]) == ("fail", "pass")
    assert runs["none"]["graders"]["contract"]["passed"] == 2
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
def test_the_document(where: Places, store: Path) -> None:
    results = grade_store(where, Choice(arms=["skill"]))
    path = write(results, where.output)
    assert json.loads(path.read_text()) == results
    [run] = results["runs"]
    assert run["files"]["app/main.py"] == (store / "counter/skill/demo-t1/workspace/app/main.py").read_text()
    assert run["says"] == [{"turn": 1, "text": "Done."}]
    assert run["path"] == "recordings/counter/skill/demo-t1"
    assert run["stale"] is False
    graders = run["graders"]
    assert sorted(graders) == ["contract", "rules", "transcript", "types"]
    assert graders["rules"]["structure"]["layers"]["app"] == 1
    assert graders["rules"]["structure"]["lines"] > 20
    assert {rule["state"] for rule in graders["rules"]["rules"].values()} <= {
        "obeyed",
        "broken",
        "not-exercised",
    }
    assert graders["types"]["status"] in {"pass", "fail"}
    assert results["isolation"] in {"bubblewrap", "none"}


@pytest.mark.usefixtures("two_arms")
def test_code_that_does_not_parse_and_code_with_type_errors(
    where: Places, import_solution: Callable[..., int], cases: Path
) -> None:
    reference = cases / "counter/solutions/reference/app"
    (reference / "broken.py").write_text("def broken(:\n")
    assert import_solution("reference", "skill", 2) == 0
    (reference / "broken.py").write_text(
        "def f(x: int) -> str:\n    return x\n\n\nclass HTTPException(Exception): ...\n"
    )
    assert import_solution("reference", "skill", 3) == 0
    results = grade_store(where, Choice(arms=["skill"]))
    _, unparsable, mistyped = results["runs"]
    assert unparsable["verdict"] == "pass"  # nothing imports it
    assert [
        item["rule"] for item in unparsable["graders"]["rules"]["findings"] if item["path"] == "app/broken.py"
    ] == ["cannot-parse"]
    [error] = [item for item in mistyped["graders"]["types"]["findings"] if item["path"] == "app/broken.py"]
    assert error["line"] == 2
    assert mistyped["graders"]["types"]["errors"] > results["runs"][0]["graders"]["types"]["errors"]


def test_the_project_cannot_switch_the_graders_off(
    where: Places, import_solution: Callable[..., int], cases: Path
) -> None:
    app = cases / "counter/solutions/reference"
    (app / "app" / "model.py").write_text(
        "import dataclasses\n\n\n@dataclasses.dataclass\nclass A:\n    x: int = ''\n"
    )
    (app / "pyproject.toml").write_text(
        '[tool.onejob]\nignore = ["dataclass-without-slots"]\n[tool.pyright]\ntypeCheckingMode = "off"\n'
    )
    assert import_solution("reference", "none") == 0
    [run] = grade_store(where, Choice())["runs"]
    assert run["graders"]["rules"]["rules"]["dataclass-without-slots"]["state"] == "broken"
    assert [item["path"] for item in run["graders"]["types"]["findings"] if "model" in item["path"]] == [
        "app/model.py"
    ]


def test_the_skill_of_today_makes_old_runs_stale(
    where: Places, import_solution: Callable[..., int], tmp_path: Path, install_skill: Callable[[Path], Path]
) -> None:
    assert import_solution("reference", "skill") == 0
    skill = install_skill(tmp_path / "today")
    assert grade_store(where, Choice(skill=str(skill)))["runs"][0]["stale"] is False
    (skill / "SKILL.md").write_text((skill / "SKILL.md").read_text() + "More.\n")
    results = grade_store(where, Choice(skill=str(skill)))
    assert results["runs"][0]["stale"] is True
    assert "need a live run" in paired_table(results)


def test_a_changed_prompt_and_a_skill_in_the_control(
    where: Places, import_solution: Callable[..., int], cases: Path, tmp_path: Path
) -> None:
    solution = cases / "counter/solutions/reference"
    (solution / ".claude/skills/other").mkdir(parents=True)
    (solution / ".claude/skills/other/SKILL.md").write_text("---\nname: other\n---\n")
    assert import_solution("reference", "none") == 0
    case = cases / "counter" / "case.yaml"
    case.write_text(case.read_text().replace("greets", "says hello"))
    [run] = grade_store(where, Choice())["runs"]
    assert run["verdict"] == "invalid"
    assert run["validity"]["reasons"] == [
        "recorded with another wording of the prompt than the case has today",
        "the control is not clean: the skill 'other' was installed",
    ]


@pytest.mark.usefixtures("two_arms")
def test_unisolated_it_says_so(where: Places, without_bubblewrap: None) -> None:
    results = grade_store(where, Choice())
    assert results["isolation"] == "none"
    assert {run["verdict"] for run in results["runs"]} == {"pass", "fail"}
    assert "unisolated" in paired_table(results)


def test_graders_are_found() -> None:
    assert sorted(grader.load_graders()) == ["contract", "rules", "transcript", "types"]
