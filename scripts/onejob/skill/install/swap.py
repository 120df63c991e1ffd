"""Replace folders: all of them or none, and each is the old one or the new one, never a mixture."""

import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PREFIX = ".onejob-"
_LEFT_BEHIND = 3600  # seconds: what is older belongs to an installation that was killed


@dataclass(frozen=True, slots=True)
class Change:
    """A folder that gets these files, or, with None, that goes away."""

    place: Path
    files: Mapping[str, bytes] | None


@dataclass(slots=True)
class _Undo:
    """What was renamed so far, and the temporary folders it was renamed into."""

    renamed: list[tuple[Path, Path]] = field(default_factory=list)
    temporary: list[Path] = field(default_factory=list)
    created: list[Path] = field(default_factory=list)

    def create(self, folder: Path) -> None:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            self.created.append(path)

    def rename(self, source: Path, target: Path) -> None:
        source.rename(target)
        self.renamed.append((source, target))

    def everything(self) -> None:
        for source, target in reversed(self.renamed):
            target.rename(source)
        for folder in self.temporary:
            shutil.rmtree(folder, ignore_errors=True)
        for folder in reversed(self.created):
            folder.rmdir()


def apply(changes: Sequence[Change]) -> None:
    """Write everything aside first, then rename. Raises OSError after having put everything back."""
    undo = _Undo()
    try:
        staged = [(change, _stage(change, undo)) for change in changes]
        for change, aside in staged:
            if change.place.exists():
                undo.rename(change.place, aside / "old")
            if change.files is not None:
                undo.rename(aside / "new", change.place)
    except BaseException:
        undo.everything()
        raise
    finally:
        for folder in undo.temporary:
            shutil.rmtree(folder, ignore_errors=True)


def _stage(change: Change, undo: _Undo) -> Path:
    """A folder beside the folder of skills, where no client looks, on the same disk."""
    undo.create(change.place.parent)
    beside = change.place.parent.resolve().parent
    _sweep(beside)
    aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
    undo.temporary.append(aside)
    for path, data in (change.files or {}).items():
        _write(aside / "new" / path, data)
    return aside


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.write_bytes(data)
    except OSError as error:  # a full disk is found when writing, and that error names no file
        error.filename = error.filename or str(target)
        raise


def _sweep(folder: Path) -> None:
    for path in folder.glob(f"{_PREFIX}*"):
        if path.is_dir() and not path.is_symlink() and time.time() - path.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(path, ignore_errors=True)
