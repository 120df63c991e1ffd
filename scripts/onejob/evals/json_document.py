"""JSON and JSON Lines read with errors that name file and line."""

import json
from pathlib import Path
from typing import Any

from onejob.evals.failure import BadFileError

MAX_BYTES = 32 * 1024 * 1024


def read_json(path: Path, remedy: str = "") -> Any:
    """Read one JSON document.

    Raises:
        BadFileError: missing, too large, not UTF-8, not JSON.
    """
    text = read_text(path, remedy)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFileError(path, [f":{error.lineno}: this is not JSON: {error.msg}"], remedy) from error
    except RecursionError as error:
        raise BadFileError(path, ["this JSON is nested too deeply"], remedy) from error


def read_json_lines(path: Path, remedy: str = "") -> list[tuple[int, Any]]:
    """Line number (from 1) and value of every line that is not blank.

    Raises:
        BadFileError: as for `read_json`, naming every broken line; a last line cut off in the middle is one.
    """
    found: list[tuple[int, Any]] = []
    broken: list[str] = []
    for number, line in enumerate(read_text(path, remedy).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append((number, json.loads(line)))
        except (json.JSONDecodeError, RecursionError) as error:
            broken.append(f":{number}: this line is not JSON: {getattr(error, 'msg', error)}")
    if broken:
        raise BadFileError(path, broken, remedy)
    return found


def read_text(path: Path, remedy: str = "") -> str:
    """The file as text; BadFileError where that is not possible."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadFileError(path, [f"the file is larger than {MAX_BYTES >> 20} MiB"], remedy)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadFileError(path, ["there is no such file"], remedy) from error
    except UnicodeDecodeError as error:
        raise BadFileError(path, [f"the file is not UTF-8 text (byte {error.start})"], remedy) from error
    except OSError as error:
        raise BadFileError(path, [f"cannot be read: {error.strerror}"], remedy) from error
