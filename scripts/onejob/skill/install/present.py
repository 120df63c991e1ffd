"""What lies where a skill is to be installed, and whether it may be replaced."""

import hashlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from onejob.skill.install import receipt
from onejob.skill.install.receipt import Receipt


class State(Enum):
    """How a place relates to onejob."""

    ABSENT = "absent"
    CURRENT = "current"
    UNTOUCHED = "untouched"
    MODIFIED = "modified"
    FOREIGN = "foreign"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Present:
    """A place. `differences` name the files that somebody added, changed or removed."""

    place: Path
    state: State
    receipt: Receipt | None = None
    differences: tuple[str, ...] = ()


def look(place: Path, wanted: Receipt) -> Present:
    """Compare a place with its receipt, and with what would be installed. Raises OSError."""
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        return Present(place, State.BLOCKED)
    if not place.exists():
        return Present(place, State.ABSENT)
    known, have = receipt.read(place), _hashes(place)
    if known and have == wanted.hashes and known.version == wanted.version:
        return Present(place, State.CURRENT, known)
    if have == wanted.hashes:
        return Present(place, State.UNTOUCHED, known)
    if known is None:
        return Present(place, State.FOREIGN, None, _differences(have, wanted.hashes))
    changed = _differences(have, known.hashes)
    return Present(place, State.MODIFIED if changed else State.UNTOUCHED, known, changed)


def _hashes(place: Path) -> dict[str, str]:
    """Every file but the receipt and Python's caches. What is no plain file gets no hash that a file could have."""
    found = {}
    for path in sorted(place.rglob("*")):
        relative, mode = path.relative_to(place).as_posix(), path.lstat().st_mode
        if stat.S_ISDIR(mode) or relative == receipt.NAME or "__pycache__" in path.parts:
            continue
        found[relative] = _hash(path) if stat.S_ISREG(mode) else "not a plain file"
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _differences(have: Mapping[str, str], expected: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        f"{path} ({'removed' if path not in have else 'added' if path not in expected else 'changed'})"
        for path in sorted({*have, *expected})
        if have.get(path) != expected.get(path)
    )
