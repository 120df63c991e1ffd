"""Small source trees for tests."""

from pathlib import Path

from onejob.check import Result, check
from onejob.check.config import load_config


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
