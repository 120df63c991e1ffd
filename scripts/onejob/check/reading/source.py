"""Reading source files. Nothing is skipped silently: what cannot be read becomes a `Failure`."""

import ast
import re
import sys

from onejob.check.reading.discovery import NEWER_SYNTAX, Failure

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=]")


def read(path: str, shown: str) -> bytes | Failure:
    """The bytes of a file."""
    try:
        with open(path, "rb", buffering=0) as stream:
            return stream.read()
    except OSError as error:
        return Failure(shown, 1, 0, f"cannot be read: {error.strerror}", "make the file readable")


def decode(data: bytes, path: str) -> str | Failure:
    """Source bytes to text by Python's own rules: BOM, coding cookie, else UTF-8."""
    try:
        if data.isascii() and not _has_cookie(data):
            return data.decode("ascii")
        return data.decode(_encoding(data))
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        return Failure(
            path, 1, 0, f"cannot be decoded: {error}", "save the file as UTF-8 or correct its coding cookie"
        )


def wide_lines(data: bytes, path: str) -> tuple[tuple[int, bytes], ...]:
    """The lines in which a column in UTF-8 bytes, as `ast` counts, is none in characters: (number, text in UTF-8)."""
    if data.isascii():
        return ()
    text = decode(data, path)
    lines = text.encode("utf-8", "surrogatepass").splitlines() if isinstance(text, str) else []
    return tuple((number, line) for number, line in enumerate(lines, 1) if not line.isascii())


def in_characters(column: int, line: bytes) -> int:
    """A column from 1 in UTF-8 bytes -> one in characters."""
    return len(line[: column - 1].decode("utf-8", "replace")) + 1


def _has_cookie(data: bytes) -> bool:
    return any(_COOKIE.match(line) for line in data[:400].split(b"\n", 2)[:2])


def _encoding(data: bytes) -> str:
    import io
    import tokenize

    return tokenize.detect_encoding(io.BytesIO(data).readline)[0]


def parse(text: str, path: str) -> ast.Module | Failure:
    """Text to tree; broken or newer syntax, null bytes and absurd nesting become a `Failure`."""
    try:
        return ast.parse(text, path)
    except SyntaxError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return Failure(
            path, max(error.lineno or 1, 1), max((error.offset or 1) - 1, 0),
            f"{NEWER_SYNTAX} {version}: {error.msg}",
            "fix the syntax, or run the check with the Python version the project is written for",
        )  # fmt: skip
    except (ValueError, RecursionError, MemoryError) as error:
        reason = str(error) or "nested too deeply"
        return Failure(
            path, 1, 0, f"cannot be parsed: {reason}", "remove the null bytes or the extreme nesting"
        )
