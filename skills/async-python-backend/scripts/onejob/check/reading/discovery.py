"""Which files a check reads: the asked ones, and around them the rest of their application."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

SKIPPED_FOLDERS = frozenset(
    {
        "__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env", ".venv", ".git", ".hg",
        ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".onejob_cache", ".eggs", ".idea", ".vscode",
    }
)  # fmt: skip

Stamp = tuple[int, int, int]  # mtime and ctime in nanoseconds, size in bytes
UNSAVED: Stamp = (-1, -1, -1)


NEWER_SYNTAX = "does not parse under Python"  # how a failure begins that a newer interpreter may cure


class Failure(NamedTuple):
    """A file or folder that could not be checked: where, why, and what to do."""

    path: str
    lineno: int
    col_offset: int
    message: str
    fix: str


class Tree(NamedTuple):
    """The files of a check.

    `files` maps POSIX paths relative to the root, in path order, to their stamps; `asked` are the same kind of paths,
    files or folders: findings are reported below them; `unlisted` are folders that could not be listed.
    """

    root: str
    files: dict[str, Stamp]
    asked: tuple[str, ...]
    unlisted: tuple[Failure, ...]

    def is_asked(self, path: str) -> bool:
        """Whether findings in this file are wanted."""
        return any(path == item or path.startswith(f"{item}/") or item == "." for item in self.asked)


def discover(
    paths: Sequence[str | os.PathLike[str]],
    root: str,
    exclude: Iterable[str] = (),
    unsaved: Iterable[str] = (),
    absent: Iterable[str] = (),
) -> Tree:
    """Every `.py` file below these paths and, so that cross-file rules see it, of the application around them.

    Each real folder once (symlink loops end), in path order. Folders of tools and virtual environments are left out.

    Parameters:
        unsaved: files whose text comes from elsewhere: they need not exist.
        absent: files that are passed over.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    asked = [os.path.abspath(path) for path in paths]
    for given, path in zip(paths, asked, strict=True):
        if path not in unsaved and not os.path.exists(path):
            raise FileNotFoundError(os.fspath(given))
    places = sorted(
        {_application(path, root) for path in asked if os.path.isdir(path) or path.endswith(".py")} - {""}
    )
    walk = _Walk()
    files: dict[str, Stamp] = {}
    for place in [*places, *(path for path in asked if os.path.isfile(path))]:
        prefix = _relative(place, root)
        found = walk.folder(place, "" if prefix == "." else f"{prefix}/") if os.path.isdir(place) else [
            (prefix, _stamp(os.stat(place)))
        ]  # fmt: skip
        files.update(found)
    files.update({_relative(path, root): UNSAVED for path in unsaved})
    passed = {_relative(path, root) for path in absent}
    ordered = {path: files[path] for path in sorted(files.keys() - passed)}
    shown = tuple(sorted({_relative(path, root) for path in asked}))
    is_out = _excluded(exclude)
    files = {path: stamp for path, stamp in ordered.items() if not is_out(path)}
    return Tree(root, files, shown, tuple(item for item in walk.failures if not is_out(item.path)))


def _excluded(exclude: Iterable[str]) -> Callable[[str], bool]:
    """Tells what is left out, also when it is asked for by name: editors and hooks name every file."""
    if not exclude:
        return lambda path: False
    from onejob.check.reading.globs import glob_pattern

    patterns = [glob_pattern(glob) for glob in exclude]
    return lambda path: any(pattern.match(path) or pattern.match(f"{path}/") for pattern in patterns)


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _application(path: str, root: str) -> str:
    """The folder that holds the whole application of a path; "" when there is none yet.

    Its topmost package; without packages the nearest folder that looks like a project of its own, else the first one
    below the root.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    is_there = os.path.isdir(folder)
    while not os.path.isdir(folder):  # an unsaved file in a folder that is not there yet
        folder = os.path.dirname(folder)
    if folder == root or not folder.startswith(root + os.sep):
        return folder if is_there or folder == root else ""
    if os.path.exists(os.path.join(folder, "__init__.py")):
        while folder != root and os.path.exists(os.path.join(os.path.dirname(folder), "__init__.py")):
            folder = os.path.dirname(folder)
        return folder
    around = folder
    while around != root:
        if any(os.path.exists(os.path.join(around, name)) for name in _OF_A_PROJECT):
            return around
        around, inner = os.path.dirname(around), around
    return inner


_OF_A_PROJECT = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "requirements.txt",
    "manage.py",
    ".git",
    "app",
    "src",
)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


class _Walk:
    """Walks folders; remembers which it has seen."""

    def __init__(self) -> None:
        self.seen: set[tuple[int, int]] = set()
        self.failures: list[Failure] = []

    def folder(self, folder: str, prefix: str) -> Iterator[tuple[str, Stamp]]:
        """The files below a folder, as (prefix + relative path, stamp)."""
        try:
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in self.seen:
                return
            self.seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            fix = "make the folder readable, or exclude it"
            self.failures.append(
                Failure(prefix.rstrip("/") or ".", 1, 0, f"cannot be listed: {error.strerror}", fix)
            )
            return
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            return
        for entry in entries:
            is_folder = _is_folder(entry)
            if entry.name.endswith(".py") and not is_folder:
                yield from self._file(entry, prefix)
            elif is_folder and not entry.name.startswith(".") and entry.name not in SKIPPED_FOLDERS:
                yield from self.folder(entry.path, f"{prefix}{entry.name}/")

    def _file(self, entry: os.DirEntry[str], prefix: str) -> Iterator[tuple[str, Stamp]]:
        try:
            status = entry.stat()
            if stat.S_ISREG(status.st_mode):
                yield prefix + entry.name, _stamp(status)
            else:  # reading a pipe could take for ever
                self.failures.append(
                    Failure(prefix + entry.name, 1, 0, "is no regular file", "remove it, or exclude it")
                )
        except (
            OSError
        ):  # a dangling symlink: nothing that could be checked, and nothing that could be imported
            return


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link to itself
        return False
