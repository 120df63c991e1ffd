"""Existing code: baseline, changed files, repairs, the project's own interpreter."""

import json
import os
import subprocess
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


def git(root: Path, *words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True)


def repository(root: Path) -> Path:
    project(root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    return root


def test_only_changed_files_are_reported(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert run_script("--changed", "main", cwd=root).returncode == 0
    (root / "app/models/food.py").write_text(NO_SLOTS + "\n")
    write_tree(root, {"app/models/untracked file.py": NO_SLOTS})
    git(root, "checkout", "-q", "-b", "topic")
    git(root, "commit", "-q", "-a", "-m", "two")
    done = run_script("--changed", "main", "app", cwd=root)
    assert done.returncode == 1
    assert "recipe.py" not in done.stdout
    assert "food.py:5" in done.stdout
    assert "untracked file.py:5" in done.stdout
    inside = run_script("--changed", "main", ".", cwd=root / "app")
    assert "models/food.py:5" in inside.stdout


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "HEAD~9"])
def test_a_revision_that_is_not_there_is_named(tmp_path: Path, ref: str) -> None:
    done = run_script(f"--changed={ref}", cwd=repository(tmp_path))
    assert done.returncode == 2
    assert ref in done.stderr
    assert not (tmp_path / "x").exists()


def test_without_git_the_remedy_is_named(tmp_path: Path) -> None:
    done = run_script("--changed", "main", cwd=project(tmp_path), env={"PATH": str(tmp_path)})
    assert (done.returncode, "git is not installed" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NO_SLOTS, SLOTS),
        (NO_SLOTS.replace("(frozen=True)", ""), NO_SLOTS.replace("(frozen=True)", "(slots=True)")),
        (NO_SLOTS.replace("(frozen=True)", "()"), NO_SLOTS.replace("(frozen=True)", "(slots=True)")),
        (NO_SLOTS.replace("\n", "\r\n"), SLOTS.replace("\n", "\r\n")),
        ("\ufeff" + NO_SLOTS, "\ufeff" + SLOTS),
        (NO_SLOTS.replace("True)", "True)  # é ü"), SLOTS.replace("True)", "True)  # é ü")),
    ],
)
def test_missing_slots_are_repaired_and_nothing_else_is_touched(
    tmp_path: Path, before: str, after: str
) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": ""})
    path = root / "app/models/a.py"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    done = run_script("--fix", "--select", "dataclass-without-slots", "app", cwd=root)
    assert (done.returncode, path.read_bytes()) == (0, after.encode())
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(item.name for item in path.parent.iterdir()) == ["a.py"]


@pytest.mark.parametrize(
    "body",
    [
        "    def f(self) -> None:\n        super().f()\n",
        "    @cached_property\n    def f(self) -> int: ...\n",
    ],
)
def test_what_slots_would_break_is_left_to_a_person(tmp_path: Path, body: str) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": NO_SLOTS + body})
    assert run_script("--fix", "--select", "dataclass-without-slots", "app", cwd=root).returncode == 1
    assert (root / "app/models/a.py").read_text() == NO_SLOTS + body


def test_suppressed_findings_are_not_repaired(tmp_path: Path) -> None:
    text = NO_SLOTS.replace("Recipe:", "Recipe:  # onejob: ignore[dataclass-without-slots] weak references")
    root = write_tree(tmp_path, {"app/models/a.py": text})
    run_script("--fix", "app", cwd=root)
    assert (root / "app/models/a.py").read_text() == text


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
