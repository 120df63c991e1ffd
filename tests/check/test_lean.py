"""Start-up is most of what an unchanged project costs: heavy imports stay off the path of a check."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.trees import NO_SLOTS, ROOT, write_tree

PROGRAM = """
import json, sys
sys.path.insert(0, {place!r})
before = set(sys.modules)
from onejob.check.cli import main
main(["app"])
print(json.dumps(sorted(set(sys.modules) - before)))
"""
NEVER = {
    "asyncio", "concurrent.futures", "dataclasses", "difflib", "email", "hashlib", "importlib.metadata", "inspect",
    "json", "logging", "multiprocessing", "pickle", "pkgutil", "random", "shutil", "socket", "ssl", "subprocess",
    "tempfile", "textwrap", "threading", "tokenize", "tomllib", "unittest", "urllib.parse", "xml",
}  # fmt: skip
NOT_WHEN_UNCHANGED = {
    "ast",
    "onejob.check.project.layers",
    "onejob.check.project.project",
    "onejob.check.rules",
}


def imported(root: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROGRAM.format(place=str(ROOT / "scripts"))],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_heavy_modules_are_not_imported(tmp_path: Path) -> None:
    assert imported(write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS})) & NEVER == set()


def test_an_unchanged_project_needs_neither_rules_nor_trees(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS})
    assert imported(root) >= NOT_WHEN_UNCHANGED
    import time

    time.sleep(0.05)  # a file that was written a moment ago may change within its time stamp
    imported(root)
    assert imported(root) & (NEVER | NOT_WHEN_UNCHANGED) == set()


@pytest.mark.parametrize("module", ["yaml", "jsonschema", "markdown_it", "typer", "click"])
def test_nothing_that_must_be_installed_is_imported(tmp_path: Path, module: str) -> None:
    assert module not in imported(write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS}))
