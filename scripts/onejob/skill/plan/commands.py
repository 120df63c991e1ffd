"""Verify is made of commands that can be run: the program exists, and so do the files it is given."""

import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from onejob.skill.markdown import Document
from onejob.skill.plan.form import CHECK, Field, Step
from onejob.skill.problem import Problem

SHELL_LANGUAGES = frozenset({"bash", "console", "sh", "shell"})
_BUILTINS = frozenset({"cd", "export", "set", "source", ".", "!"})
_SEPARATOR = re.compile(r"[;&|()]+")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*")
_FILE = re.compile(r"(?P<path>[\w./-]+\.(?:py|toml|md|ya?ml|json|sql|sh|ini|cfg))(?:::.*)?")


@dataclass(frozen=True, slots=True)
class Command:
    line: int
    text: str


def check(page: Document, steps: Sequence[Step], project: Path) -> Iterator[Problem]:
    """Commands of Verify that cannot be run once their step is done."""
    planned: set[str] = set()
    for step in steps:
        planned |= {PurePosixPath(span.text).as_posix() for span in step.files}
        if verify := step.fields.get("Verify"):
            yield from _check_verify(page, step, verify, project, planned)


def commands(field: Field) -> list[Command]:
    """The first code span of every line, and every line of a shell block. What follows a span is prose."""
    found: dict[int, Command] = {}
    for span in field.spans:
        found.setdefault(span.line, Command(span.line, span.text))
    for fence in field.fences:
        if fence.info.split()[:1] and fence.info.split()[0] in SHELL_LANGUAGES:
            for number, line in enumerate(fence.body.split("\n"), start=fence.line + 1):
                text = line.strip().removeprefix("$ ")
                if text and not text.startswith("#"):
                    found[number] = Command(number, text)
    return [found[line] for line in sorted(found)]


def _check_verify(
    page: Document, step: Step, field: Field, project: Path, planned: set[str]
) -> Iterator[Problem]:
    found = commands(field)
    if not found and field.text.strip():
        message = f"Verify of step {step.number} names no command"
        yield Problem(
            page.path, field.line, CHECK, message, "write the command in backticks, then what it shows"
        )
    for command in found:
        for message, remedy in _defects(command.text, project, planned):
            yield Problem(page.path, command.line, CHECK, f"Verify of step {step.number}: {message}", remedy)


def _defects(text: str, project: Path, planned: set[str]) -> Iterator[tuple[str, str]]:
    """What keeps a command line from running; `cd` moves the folder that the rest is relative to."""
    try:
        parts = _simple_commands(text)
    except ValueError as error:
        yield f"`{text}` is not a command line ({error})", "close the quotes"
        return
    place = PurePosixPath()
    for program, *arguments in parts:
        if program == "cd" and arguments:
            place /= arguments[0]
            continue
        if not _can_run(program, project, place, planned):
            yield (
                f"the program `{program}` is neither on PATH nor a file of the project",
                "correct the command, or add a step that installs or writes it",
            )
        for argument in arguments:
            match = _FILE.fullmatch(argument)
            if match and not _exists(match["path"], project, place, planned):
                yield (
                    f"`{place / match['path']}` neither exists nor stands in Files up to here",
                    "correct the path, or name the file in Files",
                )


def _simple_commands(text: str) -> list[list[str]]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    parts: list[list[str]] = [[]]
    for word in lexer:
        if _SEPARATOR.fullmatch(word):
            parts.append([])
        elif parts[-1] or not _ASSIGNMENT.fullmatch(word):
            parts[-1].append(word)
    return [part for part in parts if part]


def _can_run(program: str, project: Path, place: PurePosixPath, planned: set[str]) -> bool:
    if program in _BUILTINS or shutil.which(program):
        return True
    if "/" in program:
        return _exists(program, project, place, planned)
    folders = [folder / ".venv/bin" for folder in (project, *project.parents)] + [Path(sys.executable).parent]
    return any((folder / program).is_file() for folder in folders)


def _exists(path: str, project: Path, place: PurePosixPath, planned: set[str]) -> bool:
    return (place / path).as_posix() in planned or (project / place / path).exists()
