"""Existing code: the baseline, and the project's own interpreter."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.check.trees import NO_SLOTS, SLOTS, run_script, write_tree

TWO = NO_SLOTS + NO_SLOTS.replace("Recipe", "Plate").partition("\n\n\n")[2]


def project(root: Path) -> Path:
    return write_tree(root, {"app/models/recipe.py": TWO, "app/models/food.py": NO_SLOTS})


def baseline(root: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((root / "onejob-baseline.json").read_text())["findings"]
    return found


def test_a_baseline_accepts_today_and_reports_what_is_new(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert run_script("baseline", cwd=root).returncode == 0
    done = run_script("app", cwd=root)
    assert (done.returncode, "3 findings in the baseline" in done.stdout) == (0, True)
    write_tree(root, {"app/models/new.py": NO_SLOTS})
    done = run_script("app", cwd=root)
    assert done.returncode == 1
    assert done.stdout.count("dataclass-without-slots:") == 1
    assert run_script("--no-baseline", "app", cwd=root).stdout.count("dataclass-without-slots:") == 4


def test_lines_may_move(tmp_path: Path) -> None:
    root = project(tmp_path)
    run_script("baseline", cwd=root)
    (root / "app/models/recipe.py").write_text("import os\n\n\n" + TWO)
    assert run_script("app", cwd=root).returncode == 0


def test_a_second_finding_in_the_same_place_is_new(tmp_path: Path) -> None:
    files = {
        "app/services/users.py": "class A: ...\n",
        "app/services/orders.py": "from app.services.users import A\n",
    }
    root = write_tree(tmp_path, files)
    only = ("--select", "service-imports-service")
    run_script("baseline", cwd=root)
    (root / "app/services/orders.py").write_text(
        "from app.services.users import A\n\n\nimport app.services.users\n"
    )
    done = run_script(*only, "app", cwd=root)
    assert (done.returncode, "orders.py:4" in done.stdout) == (1, True)


def test_a_baseline_only_shrinks(tmp_path: Path) -> None:
    root = project(tmp_path)
    run_script("baseline", cwd=root)
    write_tree(root, {"app/models/food.py": SLOTS, "app/models/new.py": NO_SLOTS})
    checked = run_script("baseline", "--check", cwd=root)
    assert checked.returncode == 1
    assert "gone: dataclass-without-slots in app/models/food.py Recipe" in checked.stdout
    assert "new: dataclass-without-slots in app/models/new.py Recipe" in checked.stdout
    assert len(baseline(root)) == 3
    assert run_script("baseline", cwd=root).returncode == 1
    assert {str(item["path"]) for item in baseline(root)} == {"app/models/recipe.py"}
    assert run_script("baseline", "--allow-growth", cwd=root).returncode == 0
    assert {str(item["path"]) for item in baseline(root)} == {"app/models/recipe.py", "app/models/new.py"}


def test_a_baseline_of_a_part_leaves_the_rest_alone(tmp_path: Path) -> None:
    root = project(tmp_path)
    run_script("baseline", cwd=root)
    write_tree(root, {"app/models/food.py": SLOTS})
    assert run_script("baseline", "app/models/food.py", cwd=root).returncode == 0
    assert {str(item["path"]) for item in baseline(root)} == {"app/models/recipe.py"}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"rule": "x"}]}',
     '{"version": 1, "findings": [{"rule": "a", "path": "b", "symbol": "c", "count": -1}]}', "[" * 100_000],
)  # fmt: skip
def test_a_broken_baseline_is_named(tmp_path: Path, text: str) -> None:
    root = project(tmp_path)
    (root / "onejob-baseline.json").write_text(text)
    done = run_script("app", cwd=root)
    assert done.returncode == 2
    assert "onejob-baseline.json: is not a baseline" in done.stderr


def test_what_cannot_be_parsed_is_never_accepted(tmp_path: Path) -> None:
    root = write_tree(project(tmp_path), {"app/models/odd.py": "def (\n"})
    done = run_script("baseline", cwd=root)
    assert (done.returncode, (root / "onejob-baseline.json").exists()) == (2, False)


def fake_python(root: Path, version: str) -> Path:
    """A virtual environment that claims a version and tells how it was called."""
    program = (
        write_tree(
            root, {".venv/bin/python": f'#!/bin/sh\necho switched $1 $2 $3\nexec {sys.executable} "$@"\n'}
        )
        / ".venv/bin/python"
    )
    program.chmod(0o755)
    (root / ".venv/pyvenv.cfg").write_text(f"home = /x\nversion = {version}\n")
    return program


def test_newer_syntax_is_checked_by_the_projects_own_python_once(tmp_path: Path) -> None:
    root = write_tree(project(tmp_path), {"app/models/new.py": "lazy import x\n"})
    fake_python(root, "3.99.0")
    done = run_script("app", cwd=root)
    assert done.stdout.count("switched") == 1
    assert "cannot-parse" in done.stdout
    assert done.returncode == 2


@pytest.mark.parametrize(("version", "words"), [("3.8.1", []), ("3.99.0", ["--this-python"]), ("junk", [])])
def test_no_other_python_is_started_without_need(tmp_path: Path, version: str, words: list[str]) -> None:
    root = write_tree(project(tmp_path), {"app/models/new.py": "lazy import x\n"})
    fake_python(root, version)
    assert "switched" not in run_script(*words, "app", cwd=root).stdout


def test_a_required_python_on_the_path_is_used(tmp_path: Path) -> None:
    root = write_tree(project(tmp_path), {"app/models/new.py": "lazy import x\n"})
    (root / "pyproject.toml").write_text('[project]\nname = "x"\nrequires-python = ">=3.15"\n')
    program = (
        write_tree(root, {"bin/python3.16": f'#!/bin/sh\necho switched\nexec {sys.executable} "$@"\n'})
        / "bin/python3.16"
    )
    program.chmod(0o755)
    done = run_script("app", cwd=root, env={"PATH": f"{root}/bin:{os.environ['PATH']}"})
    assert done.stdout.count("switched") == 1
