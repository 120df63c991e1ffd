"""Folders as content: a path → sha256 map, and one hash for the whole."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

# What interpreters, type checkers and package managers leave behind. No agent wrote these.
CACHES = frozenset(
    {
        ".venv",
        "venv",
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        "node_modules",
        ".git",
        ".onejob_cache",
    }
)


def is_cache(name: str) -> bool:
    """Whether a folder of this name holds only what tools can make again."""
    return name in CACHES or name.endswith(".egg-info")


def files_in(root: Path, skip: Callable[[str], bool] = is_cache) -> Iterator[Path]:
    """Every regular file below `root`, in a stable order, without following links."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not skip(name))
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path


def hashes(root: Path, skip: Callable[[str], bool] = is_cache) -> dict[str, str]:
    """POSIX path relative to `root` → sha256 of the content."""
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in files_in(root, skip)}


def tree_hash(entries: Mapping[str, str]) -> str:
    """One sha256 for a path → sha256 map, the same on every system."""
    digest = hashlib.sha256()
    for path in sorted(entries):
        digest.update(f"{path}\0{entries[path]}\n".encode())
    return digest.hexdigest()


def sha256(content: bytes) -> str:
    """The content's sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


def fingerprint(value: object) -> str:
    """One sha256 for anything JSON can hold."""
    return sha256(json.dumps(value, sort_keys=True).encode())
