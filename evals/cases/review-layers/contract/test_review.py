"""The report names every planted violation, near its line, and nothing in files that are clean."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

FILES = Path(__file__).parents[1] / "files"
ENTRY = re.compile(r"^\s*(?:[-*]\s+|\d+[.)]\s+)?`?(?P<path>[\w./-]+\.py):(?P<line>\d+)")
NEAR = 4
"""How many lines beside the planted one an entry may point to."""

PLANTED = {
    "an error knows its HTTP status": ("app/errors.py", "status_code = 404"),
    "a service uses another service": ("app/services/orders.py", "ProductService"),
    "a service reads the environment": ("app/services/products.py", r"\bos\b"),
    "a repository commits": ("app/repositories/products.py", "session.commit"),
    "a row leaves its repository": (
        "app/repositories/orders.py",
        r"OrderRow \| None|return await self.session.scalar\(query\)",
    ),
    "a route decides and answers an error": ("app/routes/orders.py", r"HTTPException|len\(body"),
}
"""What is wrong: the file, and a pattern of the lines in which it can be seen."""


@dataclass(frozen=True)
class Entry:
    path: str
    line: int


def entries(workspace: Path) -> list[Entry]:
    report = workspace / "REVIEW.md"
    assert report.is_file(), "there is no REVIEW.md"
    found = (ENTRY.match(line) for line in report.read_text(encoding="utf-8").splitlines())
    return [Entry(match["path"], int(match["line"])) for match in found if match]


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }


@pytest.mark.parametrize("name", PLANTED)
def test_the_violation_is_found(workspace: Path, name: str) -> None:
    path, pattern = PLANTED[name]
    lines = (FILES / path).read_text(encoding="utf-8").splitlines()
    places = [number for number, line in enumerate(lines, 1) if re.search(pattern, line)]
    assert places, "the planted line is gone from the starting tree"
    reported = [entry.line for entry in entries(workspace) if entry.path == path]
    assert any(abs(line - place) <= NEAR for line in reported for place in places), reported


def test_clean_files_are_left_alone(workspace: Path) -> None:
    dirty = {path for path, _ in PLANTED.values()}
    assert [entry for entry in entries(workspace) if entry.path not in dirty] == []


def test_there_is_little_noise(workspace: Path) -> None:
    assert len(entries(workspace)) <= len(PLANTED) + 3


def test_the_report_has_the_form_that_was_asked_for(workspace: Path) -> None:
    lines = (workspace / "REVIEW.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.strip() and not ENTRY.match(line)] == []


def test_every_entry_points_to_a_line_that_exists(workspace: Path) -> None:
    for entry in entries(workspace):
        lines = (FILES / entry.path).read_text(encoding="utf-8").splitlines()
        assert 0 < entry.line <= len(lines), entry


def test_no_code_was_changed(workspace: Path) -> None:
    left = {path: content for path, content in tree(workspace).items() if path in tree(FILES)}
    assert left == tree(FILES)
    assert [path for path in tree(workspace) if path.endswith(".py") and path not in tree(FILES)] == []
