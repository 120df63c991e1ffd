"""A skill as it is installed: its name, its version and one hash over all its bytes."""

from pathlib import Path
from typing import Any

import yaml

from onejob.evals.failure import EvalError
from onejob.evals.places import shown
from onejob.evals.recording import Skill
from onejob.evals.tree import hashes, tree_hash

SKILL_FILE = "SKILL.md"


def read_skill(folder: Path) -> Skill:
    """Name, version and hash of the skill in `folder`.

    Raises:
        EvalError: there is no readable SKILL.md with a name.
    """
    front = _frontmatter(folder / SKILL_FILE)
    if not isinstance(front.get("name"), str):
        raise EvalError(f"{shown(folder / SKILL_FILE)}: its frontmatter has no name, so it is not a skill")
    metadata = front.get("metadata")
    version = metadata.get("version") if isinstance(metadata, dict) else None
    files = hashes(folder)
    text = {path: content for path, content in files.items() if path.endswith(".md")}
    return Skill(front["name"], None if version is None else str(version), tree_hash(files), tree_hash(text))


def read_description(folder: Path) -> tuple[str, str]:
    """Name and description, as clients list them."""
    front = _frontmatter(folder / SKILL_FILE)
    return str(front.get("name", folder.name)), str(front.get("description", ""))


def todays_skill(root: Path, asked: str | None = None) -> tuple[Path, Skill] | None:
    """The skill the arms install: `asked`, else the repository's payload; None where there is none yet."""
    if asked:
        folder = Path(asked).resolve()
        return folder, read_skill(folder)
    if not (root / SKILL_FILE).is_file():
        return None
    folder = root / "skills" / read_skill(root).name
    return (folder, read_skill(folder)) if (folder / SKILL_FILE).is_file() else None


def _frontmatter(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"{shown(path)}: cannot be read: {error}") from error
    parts = text.split("\n---", 1)
    if not text.startswith("---") or len(parts) < 2:
        raise EvalError(f"{shown(path)}: no frontmatter (it starts and ends with a line ---)")
    try:
        data = yaml.safe_load(parts[0].removeprefix("---"))
    except yaml.YAMLError as error:
        raise EvalError(f"{shown(path)}: its frontmatter is not YAML: {error}") from error
    return data if isinstance(data, dict) else {}
