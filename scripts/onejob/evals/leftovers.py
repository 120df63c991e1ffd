"""Folders named PREFIX<process id>-…: which of them were left by a process that was killed."""

import os
from collections.abc import Iterator
from pathlib import Path


def owned_name(prefix: str) -> str:
    """The beginning of a folder's name that says whose it is."""
    return f"{prefix}{os.getpid()}-"


def abandoned(parent: Path, prefix: str) -> Iterator[Path]:
    """Folders in `parent` whose process no longer runs. Names that tell no process are nobody's business here."""
    for folder in parent.glob(f"{prefix}*-*"):
        owner = folder.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not _runs(int(owner)):
            yield folder


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
