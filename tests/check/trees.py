"""Small source trees for tests."""

import os
import subprocess
import sys
from pathlib import Path

from onejob.check import Result, check
from onejob.check.configuration.config import load_config

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "check.py"

# A clean service and a dataclass without slots: one finding, of the rule dataclass-without-slots, at line 5.
NO_SLOTS = "from dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass Recipe:\n    title: str\n"
SLOTS = NO_SLOTS.replace("frozen=True", "frozen=True, slots=True")


def write_tree(root: Path, files: dict[str, str]) -> Path:
    """Writes files below `root` and marks it as a project root."""
    (root / "pyproject.toml").touch()
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def check_tree(root: Path, files: dict[str, str]) -> Result:
    """Writes files and checks them with the defaults."""
    write_tree(root, files)
    return check([root], load_config([root]))


def run_script(
    *words: str,
    cwd: Path,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    python: str = sys.executable,
) -> subprocess.CompletedProcess[str]:
    """Runs `scripts/check.py` as a user does."""
    done = subprocess.run(
        [python, str(SCRIPT), *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=120,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
