"""Where cases, recordings, schemas and results live."""

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Places:
    """The folders one invocation works with, all absolute."""

    root: Path
    cases: Path
    recordings: Path
    output: Path
    cache: Path


def places(cases: str | None = None, recordings: str | None = None, output: str | None = None) -> Places:
    """The folders to use: what was asked for, else those of the repository we are in.

    Recordings of cases that are somewhere else are beside these cases.
    """
    root = repository()
    beside = Path(cases).resolve().parent / "recordings" if cases else None
    out = Path(output).resolve() if output else root / "build" / "evals"
    return Places(
        root=root,
        cases=Path(cases).resolve() if cases else root / "evals" / "cases",
        recordings=_recordings(recordings, beside) or root / "evals" / "recordings",
        output=out,
        cache=out / "cache",
    )


def _recordings(asked: str | None, beside: Path | None) -> Path | None:
    if asked:
        return Path(asked).resolve()
    return beside if beside and beside.is_dir() else None


def repository() -> Path:
    """The nearest folder above the working directory with an `evals/` in it, else the package's own checkout."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "evals" / "cases").is_dir():
            return folder
    checkout = _PACKAGE.parents[2]
    return checkout if (checkout / "evals").is_dir() else here


def schema_path(name: str) -> Path:
    """`name`.schema.json: inside the installed package, or in the checkout the package is part of."""
    for folder in (_PACKAGE / "schemas", _PACKAGE.parents[2] / "evals" / "schemas"):
        if (folder / f"{name}.schema.json").is_file():
            return folder / f"{name}.schema.json"
    raise FileNotFoundError(f"{name}.schema.json is missing from this installation; reinstall onejob")


def shown(path: Path) -> str:
    """The path as people want to read it: relative to the working directory where that is shorter."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
