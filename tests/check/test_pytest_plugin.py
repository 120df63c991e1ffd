"""The check as a test of a project's own suite."""

import os
import subprocess
import sys
from pathlib import Path

from tests.check.trees import NO_SLOTS, ROOT, SLOTS, run_script, write_tree


def run_pytest(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    write_tree(root, {"test_own.py": "def test_own() -> None: ...\n"})
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "onejob.check.pytest_plugin",
            *words,
        ],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        check=False,
    )


def test_findings_fail_one_test_per_file(tmp_path: Path) -> None:
    done = run_pytest(
        write_tree(tmp_path, {"app/models/a.py": NO_SLOTS, "app/models/b.py": SLOTS}), "--onejob", "app"
    )
    assert done.returncode == 1
    assert "app/models/a.py:5 dataclass-without-slots: dataclass `Recipe` has no slots" in done.stdout
    assert "1 failed, 2 passed" in done.stdout


def test_clean_code_passes_as_one_test(tmp_path: Path) -> None:
    done = run_pytest(write_tree(tmp_path, {"app/models/b.py": SLOTS}), "--onejob", "app")
    assert (done.returncode, "2 passed" in done.stdout) == (0, True)


def test_the_baseline_counts(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": NO_SLOTS})
    run_script("baseline", "app", cwd=root)
    assert run_pytest(root, "--onejob", "app").returncode == 0


def test_the_check_can_be_chosen_like_any_test(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": NO_SLOTS})
    assert "1 passed" in run_pytest(root, "--onejob", "app", "-k", "own").stdout
    assert "1 failed, 1 passed" in run_pytest(root, "--onejob", "app", "-k", "onejob").stdout


def test_nothing_to_check_is_an_error_and_no_option_is_nothing(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"thing/b.py": SLOTS})
    assert "no file has a layer" in run_pytest(root, "--onejob", "thing").stderr
    assert "nowhere" in run_pytest(root, "--onejob", "nowhere").stderr
    assert run_pytest(root).returncode == 0
