"""Where a client's program is: named, on PATH, or in a wheel that brings it."""

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from onejob.evals.failure import EvalError


@dataclass(frozen=True, slots=True)
class Wheel:
    """A distribution that brings a client's program: at `path` in the package `package`."""

    distribution: str
    package: str
    path: str


CODEX_WHEEL = Wheel("openai-codex", "codex_cli_bin", "bin/codex")


def find_program(name: str, asked: Path | None, wheel: Wheel | None) -> Path:
    """The client's native program.

    Args:
        asked: the file that the command line names.
        wheel: where it also may be.

    Raises:
        EvalError: there is none, or it is a script that needs files around it.
    """
    program = asked or _found(name, wheel)
    if program is None:
        hint = f", or install {wheel.distribution}, which brings it" if wheel else ""
        raise EvalError(f"there is no {name} on PATH; name its program with --program FILE{hint}")
    real = program.resolve()
    if not real.is_file():
        raise EvalError(f"--program {program}: there is no such file")
    with real.open("rb") as file:
        if file.read(2) == b"#!":
            raise EvalError(
                f"{real} is a script that needs files around it, which the sandbox does not show; "
                "name the client's native program with --program FILE"
            )
    return real


def find_ripgrep() -> Path | None:
    """Clients search with ripgrep, and some would download it."""
    if found := shutil.which("rg"):
        return Path(found).resolve()
    return _in_wheel(CODEX_WHEEL.package, "codex-path/rg")


def _found(name: str, wheel: Wheel | None) -> Path | None:
    if on_path := shutil.which(name):
        return Path(on_path)
    return _in_wheel(wheel.package, wheel.path) if wheel else None


def _in_wheel(package: str, path: str) -> Path | None:
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (program := Path(folder, path)).is_file():
            return program
    return None
