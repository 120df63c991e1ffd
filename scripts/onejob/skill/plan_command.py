"""The command line of `onejob plan`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from onejob.skill.plan.check import examine
from onejob.skill.problem import CannotContinueError
from onejob.skill.report import as_json, as_text


def main(argv: Sequence[str]) -> int:
    """Check one plan; 0 no problems, 1 problems. Raises CannotContinueError or ProblemError."""
    options = _parser().parse_args(argv)
    project = options.project or _project_of(options.file)
    if not project.is_dir():
        raise CannotContinueError(f"{project}: there is no such folder; name the project the plan is for")
    report = examine(options.file, project.resolve())
    show = as_json if options.format == "json" else as_text
    print(show(report))
    return 1 if report.problems else 0


def _project_of(plan: Path) -> Path:
    """The nearest folder above the plan with a pyproject.toml or .git, or else the plan's own."""
    folders = plan.resolve().parents
    marked = (f for f in folders if (f / "pyproject.toml").exists() or (f / ".git").exists())
    return next(marked, folders[0])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onejob plan",
        description="Check a plan: every step names Files, What and Verify; layers in order; no placeholders.",
        epilog="Exit status: 0 no problems, 1 problems, 2 the plan could not be read.",
    )
    parser.add_argument("file", type=Path, help="the plan, a Markdown file")
    parser.add_argument(
        "--project", type=Path, help="the project's folder (default: found upwards from the plan)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser
