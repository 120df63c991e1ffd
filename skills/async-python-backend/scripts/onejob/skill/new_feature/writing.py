"""Carries a plan out as a whole, or shows it."""

import difflib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from onejob.skill.new_feature.planning import Plan
from onejob.skill.problem import CannotContinueError


def carry_out(plan: Plan) -> None:
    """Write every file, or none: what fails half-way is undone.

    Raises:
        CannotContinueError: a file appeared meanwhile, or lies outside of the project.
        OSError: something cannot be written; everything is as it was.
    """
    for path, (before, _) in plan.writes.items():
        _refuse_surprises(plan.root, path, before)
    staged: dict[Path, Path] = {}
    folders: list[Path] = []
    saved: dict[Path, bytes] = {}
    done: list[Path] = []
    try:
        for path, (_, text) in plan.writes.items():
            target = plan.root / path
            folders += _made(target.parent)
            if target.exists():
                saved[target] = target.read_bytes()
            staged[target] = _staged(target, text, saved.get(target, b""))
        for target, waiting in staged.items():
            waiting.replace(target)
            done.append(target)
    except BaseException:
        for target in done:
            target.write_bytes(saved[target]) if target in saved else target.unlink()
        for waiting in staged.values():
            waiting.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        raise


def diff(plan: Plan) -> Iterator[str]:
    """The plan as a unified diff."""
    for path, (before, text) in plan.writes.items():
        name = "/dev/null" if before is None else f"a/{path}"
        old = (before or "").splitlines(keepends=True)
        lines = difflib.unified_diff(old, text.splitlines(keepends=True), name, f"b/{path}")
        shown = "".join(lines)
        yield shown or f"--- {name}\n+++ b/{path}\n"


def _refuse_surprises(root: Path, path: str, before: str | None) -> None:
    target = root / path
    if not target.resolve().is_relative_to(root.resolve()):
        raise CannotContinueError(f"{path}: lies outside of {root}; correct the layer map or the link")
    if before is None and (target.exists() or target.is_symlink()):
        raise CannotContinueError(f"{path} exists already; nothing was written")


def _made(folder: Path) -> list[Path]:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _staged(target: Path, text: str, old: bytes) -> Path:
    """The new bytes beside the file, with its line ends, byte order mark and permissions."""
    data = text.encode()
    if b"\r\n" in old:
        data = data.replace(b"\n", b"\r\n")
    if old.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    Path(name).chmod(target.stat().st_mode & 0o777 if old else 0o644)
    return Path(name)
