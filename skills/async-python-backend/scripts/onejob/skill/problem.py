"""A problem of a skill: where it is, what is wrong, and what to do about it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `line` counts from 1; 0 means the file or folder as a whole. `detail` is a diff, or empty."""

    path: Path
    line: int
    check: str
    message: str
    remedy: str
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place} {self.check}: {self.message}; {self.remedy}"


class ProblemError(Exception):
    """A problem that stops the work on its file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class DefectError(Exception):
    """Something is wrong in a text whose file only the caller knows; `at` makes a problem of it."""

    def __init__(self, message: str, remedy: str, line: int = 0) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message, self.remedy, self.line = message, remedy, line

    def at(self, path: Path, check: str, line: int = 0) -> Problem:
        """The problem in `path`, on the defect's own line or else on `line`."""
        return Problem(path, self.line or line, check, self.message, self.remedy)


class CannotContinueError(Exception):
    """The command has nothing to work on; the text says why and what to do. Exit code 2."""
