"""The project's own Python: code may be newer than the interpreter that runs the check."""

import os
import re
import shutil
import sys
from typing import NoReturn

DONE = "ONEJOB_SWITCHED_PYTHON"
_VERSION = re.compile(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", re.MULTILINE)
_REQUIRED = re.compile(rb"requires-python\s*=\s*[\"'][^\"']*?(?:>=|==|~=|\^)\s*(\d+)\.(\d+)")
_NEWEST_MINOR = 30
_BOOT = (
    "import sys; sys.path.insert(0, {place!r}); from onejob.check.cli import main; raise SystemExit(main())"
)


def newer_python(root: str) -> str:
    """A Python of the project that is newer than this one: its virtual environment's, else one it requires; "" if none."""
    if os.environ.get(DONE):
        return ""
    for folder in (
        os.path.join(root, ".venv"),
        os.path.join(root, "venv"),
        os.environ.get("VIRTUAL_ENV", ""),
    ):
        program = os.path.join(folder, "bin", "python")
        if folder and _venv_version(folder) > sys.version_info[:2] and os.access(program, os.X_OK):
            return program
    required = _required(root)
    for minor in range(required[1], _NEWEST_MINOR) if required > sys.version_info[:2] else ():
        found = shutil.which(f"python{required[0]}.{minor}")
        if found:
            return found
    return ""


def switch(program: str, argv: list[str]) -> NoReturn:
    """Becomes the same command under another interpreter, once."""
    place = os.path.abspath(__file__)
    for _ in range(4):  # scripts/onejob/check/running
        place = os.path.dirname(place)
    sys.stdout.flush()
    sys.stderr.flush()
    os.environ[DONE] = "1"
    os.execv(program, [program, "-I", "-B", "-c", _BOOT.format(place=place), *argv])  # noqa: S606


def _venv_version(folder: str) -> tuple[int, int]:
    try:
        with open(os.path.join(folder, "pyvenv.cfg"), encoding="utf-8", errors="replace") as stream:
            found = _VERSION.search(stream.read(100_000))
    except OSError:
        return (0, 0)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _required(root: str) -> tuple[int, int]:
    try:
        with open(os.path.join(root, "pyproject.toml"), "rb") as stream:
            found = _REQUIRED.search(stream.read(1_000_000))
    except OSError:
        return (0, 0)
    return (int(found[1]), int(found[2])) if found else (0, 0)
