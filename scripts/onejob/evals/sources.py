"""Which files of a workspace are the application."""

from collections.abc import Iterable
from pathlib import Path

from onejob.evals.tree import files_in

_TEST_FOLDERS = frozenset({"tests", "test"})


def application_sources(workspace: Path) -> list[Path]:
    """The Python files of the application: not its tests. More tests must not mean more type errors or lines."""
    return [
        path
        for path in files_in(workspace)
        if path.suffix == ".py" and not _is_test(path.relative_to(workspace))
    ]


def lines_of(paths: Iterable[Path]) -> int:
    """Lines that are not blank."""
    return sum(1 for path in paths for line in path.read_bytes().splitlines() if line.strip())


def _is_test(path: Path) -> bool:
    name = path.name
    return (
        bool(_TEST_FOLDERS & set(path.parts[:-1]))
        or name.startswith("test_")
        or name.endswith("_test.py")
        or name == "conftest.py"
    )
