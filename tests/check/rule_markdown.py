"""Edge cases of rules, written as markdown: `tests/rules/<rule-name>.md`.

A `## heading` starts a test. A line that is only a path in backticks and a colon names the fenced block below it:

    `app/services/orders.py`:

    ```python
    from app.services.users import UserService  # error: [service-imports-service]
    ```

Every finding must be announced by such a comment on its line (several rules by commas), every announcement must be
found. A toml block named `pyproject.toml` configures the check.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PATH = re.compile(r"`([^`]+)`:\s*\Z")
_FENCE = re.compile(r"(`{3,})(\w*)\s*\Z")
_ERROR = re.compile(r"#\s*error:\s*\[([^\]]*)\]")


class Announced(NamedTuple):
    """One finding, as expected or as found."""

    path: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} [{self.rule}]"


class Case(NamedTuple):
    """One test: a small source tree, and what the check must find in it."""

    title: str
    line: int
    files: dict[str, str]

    @property
    def announced(self) -> set[Announced]:
        """Every finding that an `# error: [rule]` comment announces."""
        return {
            Announced(path, number, rule.strip())
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            for match in _ERROR.finditer(line)
            for rule in match[1].split(",")
        }


class MarkdownError(Exception):
    """The markdown itself is wrong: the message names line and remedy."""


def read_cases(text: str) -> Iterator[Case]:
    """The tests of one markdown file.

    Raises:
        MarkdownError: a block without a path, a path without a block, a test without files, an open fence.
    """
    case: Case | None = None
    path = ""
    lines = enumerate(text.splitlines(), 1)
    for number, line in lines:
        if line.startswith("## "):
            yield from _finished(case, path)
            case, path = Case(line[3:].strip(), number, {}), ""
        elif named := _PATH.match(line):
            path = named[1]
        elif fence := _FENCE.match(line):
            if case is None or not path:
                raise MarkdownError(f"line {number}: a block needs a heading and a line `path`: above it")
            if path in case.files:
                raise MarkdownError(f"line {number}: {path} appears twice in one test")
            case.files[path] = _block(lines, fence[1], number)
            path = ""
    yield from _finished(case, path)


def _finished(case: Case | None, path: str) -> Iterator[Case]:
    if path:
        raise MarkdownError(f"`{path}`: names no block")
    if case and not case.files:
        raise MarkdownError(f"line {case.line}: the test {case.title!r} has no files")
    if case:
        yield case


def _block(lines: Iterator[tuple[int, str]], fence: str, opened: int) -> str:
    body: list[str] = []
    for _, line in lines:
        if line.rstrip() == fence:
            return "".join(f"{item}\n" for item in body)
        body.append(line)
    raise MarkdownError(f"line {opened}: the block is never closed with {fence}")


def differences(announced: set[Announced], found: dict[Announced, str]) -> list[str]:
    """What was missed and what was a false alarm, one sentence each; `found` maps a finding to its message."""
    missed = [f"missed:      {item}" for item in sorted(announced - found.keys())]
    false = [f"false alarm: {item} {found[item]}" for item in sorted(found.keys() - announced)]
    return missed + false
