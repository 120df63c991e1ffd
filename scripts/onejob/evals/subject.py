"""What a grader gets to see: one recorded run and the case it is a run of."""

from dataclasses import dataclass
from pathlib import Path

from onejob.evals.case import Case
from onejob.evals.recording import Recording
from onejob.evals.tree import files_in

_NOT_THE_APP = frozenset({"tests", "test"})


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One run to be graded."""

    recording: Recording
    case: Case

    @property
    def key(self) -> str:
        """Unique among runs."""
        return f"{self.recording.case}/{self.recording.arm}/{self.recording.id}"


def application_sources(workspace: Path) -> list[Path]:
    """The Python files of the application: not its tests. More tests must not mean more type errors or lines."""
    return [
        path
        for path in files_in(workspace)
        if path.suffix == ".py" and not _is_test(path.relative_to(workspace))
    ]


def lines_of(paths: list[Path]) -> int:
    """Lines that are not blank."""
    return sum(1 for path in paths for line in path.read_bytes().splitlines() if line.strip())


def _is_test(path: Path) -> bool:
    name = path.name
    return (
        bool(_NOT_THE_APP & set(path.parts[:-1]))
        or name.startswith("test_")
        or name.endswith("_test.py")
        or name == "conftest.py"
    )
