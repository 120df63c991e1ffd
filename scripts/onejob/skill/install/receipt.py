"""The receipt inside an installed skill: what was put there. It tells an untouched copy from one that somebody edited."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = ".onejob.json"
_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """`hashes`: SHA-256 by path. `created_folders`: how many folders above the skill were made for it."""

    version: str
    hashes: dict[str, str]
    created_folders: int


def make(version: str, files: Mapping[str, bytes], created_folders: int) -> Receipt:
    """The receipt for these files."""
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return Receipt(version, hashes, created_folders)


def render(receipt: Receipt) -> bytes:
    """The file's text."""
    document = {
        "installed_by": "onejob install",
        "version": receipt.version,
        "created_folders": receipt.created_folders,
        "sha256": receipt.hashes,
    }
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def read(skill: Path) -> Receipt | None:
    """The receipt of an installed skill; None where there is none that can be trusted."""
    try:
        with (skill / NAME).open("rb") as stream:
            document = json.loads(stream.read(_LIMIT))
    except (OSError, ValueError, RecursionError):
        return None
    return _parse(document)


def _parse(document: Any) -> Receipt | None:
    if not isinstance(document, dict):
        return None
    version, hashes, created = (document.get(key) for key in ("version", "sha256", "created_folders"))
    if not isinstance(version, str) or not isinstance(hashes, dict) or not hashes:
        return None
    if not all(isinstance(value, str) for value in hashes.values()):
        return None
    # More than `.claude/skills` is never made in a project: a forged number must not clear folders further up.
    return Receipt(version, hashes, min(created, 2) if isinstance(created, int) and created > 0 else 0)
