"""What a grader is, and how the graders are found.

A grader is a module in `graders/`; its name is its key in the results. It has

    version() -> object                    whatever makes an old grade worthless when it changes
    depends_on(subject) -> object          the part of case and recording it looks at, besides the workspace
    grade(subjects, bench) -> AsyncIterator[(subject, block)]    blocks as they become ready, in any order

and, if it judges this architecture and not code in general, a constant ARCHITECTURE = True: where no case names a rule,
it is left out.
"""

import pkgutil
from collections.abc import AsyncIterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol, cast

from onejob.evals import graders
from onejob.evals.bench import Bench
from onejob.evals.subject import Subject
from onejob.evals.tree import sha256, tree_hash


class Grader(Protocol):
    """The face of a module in `graders/`."""

    @property
    def __name__(self) -> str: ...

    def version(self) -> object:
        """JSON value that changes when grades of before are worth nothing."""

    def depends_on(self, subject: Subject) -> object:
        """JSON value of what the grade depends on, besides the recording's content."""

    def grade(
        self, subjects: Sequence[Subject], bench: Bench
    ) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
        """Grade all subjects; a subject that cannot be graded gets a block with status `error`."""


@cache
def load_graders(*, architecture: bool = True) -> dict[str, Grader]:
    """Every grader by name, found by looking into the folder; without those that judge this architecture, if so asked."""
    names = sorted(info.name for info in pkgutil.iter_modules(graders.__path__))
    modules = {name: import_module(f"{graders.__name__}.{name}") for name in names}
    return {
        name: cast(Grader, module)
        for name, module in modules.items()
        if architecture or not getattr(module, "ARCHITECTURE", False)
    }


def source_hash(*paths: Path) -> str:
    """One hash over source files and over all Python files of folders."""
    files = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    return tree_hash({file.as_posix().rpartition("/onejob/")[2]: sha256(file.read_bytes()) for file in files})


def package_versions(*names: str) -> dict[str, str]:
    """name → installed version, `-` where it is not installed."""
    return {name: _version(name) for name in names}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
