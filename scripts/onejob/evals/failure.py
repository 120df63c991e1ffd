"""What went wrong for the person at the keyboard, as opposed to a run that got a bad grade."""

from pathlib import Path

from onejob.evals.places import shown


class EvalError(Exception):
    """Input or environment that stops the command; its text names the thing and the remedy. Exit status 2."""


class BadFileError(EvalError):
    """A file that cannot be used, with every problem found in it."""

    def __init__(self, path: Path, problems: list[str], remedy: str = "") -> None:
        listed = problems if len(problems) <= 10 else [*problems[:10], f"and {len(problems) - 10} more"]
        lines = [problem if problem.startswith(":") else f": {problem}" for problem in listed]
        super().__init__(
            "\n".join(f"{shown(path)}{line}" for line in lines) + (f"\n{remedy}" if remedy else "")
        )
        self.path = path
        self.problems = problems
