"""What a command found, as text or JSON."""

import json
from dataclasses import dataclass
from pathlib import Path

from onejob.skill.problem import Problem


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how much was looked at, by noun in the plural."""

    problems: tuple[Problem, ...]
    examined: dict[str, int]


def as_text(report: Report) -> str:
    """One line per problem, diffs indented below, then what was examined."""
    lines: list[str] = []
    for problem in report.problems:
        place = f"{_relative(problem.path)}:{problem.line}" if problem.line else _relative(problem.path)
        lines.append(f"{place} {problem.check}: {problem.message}; {problem.remedy}")
        lines += [f"    {line}" for line in problem.detail.splitlines()]
    counts = ", ".join(
        f"{count} {noun if count != 1 else noun[:-1]}" for noun, count in report.examined.items()
    )
    lines.append(f"{_amount(len(report.problems))} (examined: {counts})")
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The same as an object `{"problems": […], "examined": {…}}`."""
    rows = [
        {
            "path": _relative(problem.path),
            "line": problem.line,
            "check": problem.check,
            "message": problem.message,
            "remedy": problem.remedy,
            "detail": problem.detail,
        }
        for problem in report.problems
    ]
    return json.dumps({"problems": rows, "examined": report.examined}, indent=2, ensure_ascii=False)


def _amount(count: int) -> str:
    return "1 problem" if count == 1 else f"{count} problems" if count else "no problems"


def _relative(path: Path) -> str:
    """Relative to the working directory where the file lies below it, so that editors can open it."""
    resolved, here = path.resolve(), Path.cwd().resolve()
    return (resolved.relative_to(here) if resolved.is_relative_to(here) else path).as_posix()
