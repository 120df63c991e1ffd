"""Who makes a run: one process at a time, and nobody's once that process is gone, however it went."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onejob.evals.failure import EvalError
from onejob.evals.places import shown


@contextmanager
def claimed(target: Path) -> Iterator[bool]:
    """Hold the right to make the folder `target` until the block ends; False where another process holds it.

    The lock is the kernel's, so that a killed process holds nothing. The file is only what the lock is on.

    Raises:
        EvalError: the store cannot be written.
    """
    path = target.parent / f".claim-{target.name}"
    while True:
        descriptor = _open(path)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            if not _is(path, descriptor):
                continue  # its holder removed the file between our opening and our locking it
            try:
                yield True
            finally:
                with suppress(OSError):
                    path.unlink()
            return
        finally:
            os.close(descriptor)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise EvalError(f"{shown(path.parent)}: cannot be written: {error.strerror}") from error


def _is(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
