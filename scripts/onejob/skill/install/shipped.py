"""The skills that this copy of onejob ships: in the wheel below the package, in a checkout below `skills/`."""

import re
from dataclasses import dataclass
from pathlib import Path

import onejob
from onejob.skill.problem import CannotContinueError

IN_WHEEL = ".agents/skills"
IN_CHECKOUT = "skills"
SKILL_FILE = "SKILL.md"
_VERSION = re.compile(r'^  version: "([^"\n]{1,40})"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ShippedSkill:
    """One skill: its folder's name, its version, every file's bytes by its path with forward slashes."""

    name: str
    version: str
    files: dict[str, bytes]


def folder() -> Path:
    """Where the shipped skills lie. Raises CannotContinueError when this copy of onejob has none."""
    package = Path(onejob.__file__).resolve().parent
    places = (package / IN_WHEEL, package.parents[1] / IN_CHECKOUT)
    for place in places:
        if any(place.glob(f"*/{SKILL_FILE}")):
            return place
    raise CannotContinueError(
        f"this copy of onejob ships no skills: there is none in {places[0]} or {places[1]}; "
        "install it again: pip install --force-reinstall onejob"
    )


def load(place: Path | None = None) -> tuple[ShippedSkill, ...]:
    """Every shipped skill, by name. Raises CannotContinueError or OSError."""
    found = sorted((place or folder()).glob(f"*/{SKILL_FILE}"))
    return tuple(_read(file.parent) for file in found)


def _read(skill: Path) -> ShippedSkill:
    paths = sorted(path for path in skill.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    files = {path.relative_to(skill).as_posix(): path.read_bytes() for path in paths}
    version = _VERSION.search(files[SKILL_FILE].decode("utf-8", "replace"))
    return ShippedSkill(skill.name, version[1] if version else "unknown", files)
