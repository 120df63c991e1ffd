"""Finding and reading source files. Nothing is skipped silently: what cannot be read becomes a `Failure`."""

import ast
import io
import os
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

SKIPPED_FOLDERS = frozenset(
    [
        "__pycache__",
        "node_modules",
        "site-packages",
        "build",
        "dist",
        "venv",
        "env",
        ".venv",
        ".git",
        ".hg",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".onejob_cache",
        ".eggs",
        ".idea",
        ".vscode",
    ]
)


class Failure(NamedTuple):
    """A file that could not be checked: where, why, and what to do."""

    path: str
    lineno: int
    col_offset: int
    message: str
    fix: str


def discover(paths: Iterable[Path]) -> Iterator[Path]:
    """Every `.py` file below these paths, each real folder once (symlink loops end), in a stable order.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path.is_dir():
            yield from _walk(str(path), seen)
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(str(path))


def _walk(folder: str, seen: set[tuple[int, int]]) -> Iterator[Path]:
    status = os.stat(folder)
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir():
            if entry.name not in SKIPPED_FOLDERS and not os.path.exists(
                os.path.join(entry.path, "pyvenv.cfg")
            ):
                yield from _walk(entry.path, seen)
        elif entry.name.endswith(".py") and entry.is_file():
            yield Path(entry.path)


def decode(data: bytes, path: str) -> str | Failure:
    """Source bytes to text by Python's own rules: BOM, coding cookie, else UTF-8."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        return Failure(
            path, 1, 0, f"cannot be decoded: {error}", "save the file as UTF-8 or correct its coding cookie"
        )


def parse(text: str, path: str) -> ast.Module | Failure:
    """Text to tree; broken or newer syntax, null bytes and absurd nesting become a `Failure`."""
    try:
        return ast.parse(text, path)
    except SyntaxError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return Failure(
            path, error.lineno or 1, max((error.offset or 1) - 1, 0),
            f"does not parse under Python {version}: {error.msg}",
            "fix the syntax, or run the check with the Python version the project is written for",
        )  # fmt: skip
    except (ValueError, RecursionError, MemoryError) as error:
        return Failure(
            path,
            1,
            0,
            f"cannot be parsed: {str(error) or type(error).__name__}",
            "remove the null bytes or the extreme nesting",
        )


def module_names(paths: Iterable[str]) -> dict[str, str]:
    """Dotted names of POSIX paths relative to the project root.

    The source root of a regular package is the folder above its topmost `__init__.py`; namespace folders count from the
    nearest known root above them.
    """
    known = set(paths)
    folders = {path.rpartition("/")[0] for path in known}
    packages = {folder for folder in folders if f"{folder}/__init__.py".lstrip("/") in known}
    roots = {""} | {_above(folder, packages) for folder in packages}
    roots |= {root for root in ("src",) if any(path.startswith("src/") for path in known)}
    return {path: _dotted(path, roots) for path in known}


def _above(folder: str, packages: set[str]) -> str:
    while folder in packages:
        folder = folder.rpartition("/")[0]
    return folder


def _dotted(path: str, roots: set[str]) -> str:
    folder = path.rpartition("/")[0]
    root = folder
    while root not in roots:
        root = root.rpartition("/")[0]
    inner = path[len(root) :].lstrip("/").removesuffix(".py").removesuffix("/__init__")
    return inner.replace("/", ".") if inner != "__init__" else root.rpartition("/")[2]
