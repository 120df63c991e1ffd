"""Reading and writing text: the only door to files, so that hostile ones are met in one place."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onejob.skill.problem import Problem, ProblemError

MAX_BYTES = 1_048_576
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Source:
    """A text file. `text` has no byte order mark and Unix line ends, whatever the file has."""

    path: Path
    text: str
    problems: tuple[Problem, ...]


def read(path: Path) -> Source:
    """Read a UTF-8 text file of at most MAX_BYTES. Raises ProblemError."""
    raw = _decode(path, _read_bytes(path))
    text = raw.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    return Source(path, text, tuple(_form_problems(path, raw)))


def write(path: Path, text: str) -> None:
    """Replace the file in one step, so that an interrupted write leaves the old text."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _read_bytes(path: Path) -> bytes:
    if not path.exists():
        raise _unreadable(path, "the file does not exist", "create it, or correct the path")
    if not path.is_file():
        raise _unreadable(path, "this is not a regular file", "replace it by a text file")
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}", "make the file readable") from error
    if len(data) > MAX_BYTES:
        size = path.stat().st_size
        raise _unreadable(
            path, f"{size} bytes, the limit is {MAX_BYTES}", "split it, or take it out of the skill"
        )
    return data


def _decode(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise _unreadable(path, message, "save the file as UTF-8", line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _unreadable(path, "a NUL byte: this is not text", "save the file as UTF-8 text", line)
    return text


def _form_problems(path: Path, raw: str) -> Iterator[Problem]:
    if raw.startswith(BOM):
        yield Problem(
            path, 1, "text", "the file starts with a byte order mark", "save it as UTF-8 without BOM"
        )
    if "\r" in raw:
        line = raw.count("\n", 0, raw.index("\r")) + 1
        yield Problem(
            path, line, "text", "a carriage return ends this line", "save it with Unix line ends (LF)"
        )


def _unreadable(path: Path, message: str, remedy: str, line: int = 0) -> ProblemError:
    return ProblemError(Problem(path, line, "text", message, remedy))
