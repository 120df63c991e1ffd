"""Generated stretches of a page, between `<!-- generated: KIND … -->` and `<!-- end -->`.

<!-- generated: rules layers.md -->               the rules whose reference is in layers.md; without a page, all
<!-- generated: versions fastapi sqlalchemy -->   the versions of the lock file
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onejob.check.rule import Rule
from onejob.skill import versions
from onejob.skill.difference import diff
from onejob.skill.layout import REFERENCES, SKILL_FILE
from onejob.skill.markdown import Comment, Document
from onejob.skill.problem import DefectError, Problem
from onejob.skill.rule_references import rules

CHECK = "tables"
KINDS = "rules, rules PAGE.md, versions LIBRARY …"
_BEGIN, _END = "generated:", "end"


@dataclass(frozen=True, slots=True)
class Table:
    """A generated stretch of a page: the lines of its two markers, and what should stand between them."""

    line: int
    end: int
    wanted: tuple[str, ...]


def places(root: Path) -> list[Path]:
    """Every page of a repository that may hold a table."""
    pages = (root / SKILL_FILE, root / "README.md", *sorted((root / REFERENCES).glob("*.md")))
    return [path for path in (*pages, *sorted((root / "docs").rglob("*.md"))) if path.exists()]


def check(page: Document, root: Path) -> Iterator[Problem]:
    """Markers that are wrong, and tables that are not what the rules say today."""
    try:
        found = tables(page, root)
    except DefectError as defect:
        yield defect.at(page.path, CHECK)
        return
    for table in found:
        have, wanted = "\n".join(page.lines[table.line : table.end - 1]).strip(), "\n".join(table.wanted)
        if have != wanted:
            message = "the generated table is out of date"
            yield Problem(page.path, table.line, CHECK, message, "run: onejob pack", diff(have, wanted))


def sync(page: Document, root: Path) -> str:
    """The text of the page with every table made anew. Raises DefectError."""
    lines = page.text.split("\n")
    for table in reversed(tables(page, root)):
        lines[table.line : table.end - 1] = ["", *table.wanted, ""]
    return "\n".join(lines)


def tables(page: Document, root: Path) -> list[Table]:
    """The tables of a page, top to bottom. Raises DefectError."""
    marks = [mark for mark in page.comments if mark.text.startswith(_BEGIN) or mark.text == _END]
    for place, mark in enumerate(marks):
        _check_mark(mark, opens=place % 2 == 0)
    if len(marks) % 2:
        raise DefectError("the generated table has no end", "add a line: <!-- end -->", marks[-1].line)
    pairs = zip(marks[::2], marks[1::2], strict=True)
    return [Table(begin.line, end.line, _render(begin, root)) for begin, end in pairs]


def _check_mark(mark: Comment, *, opens: bool) -> None:
    if opens and mark.text == _END:
        raise DefectError("the end of a table that never began", "delete the line", mark.line)
    if not opens and mark.text != _END:
        raise DefectError("a table begins inside another one", "add a line above: <!-- end -->", mark.line)


def _render(begin: Comment, root: Path) -> tuple[str, ...]:
    kind, *words = begin.text.removeprefix(_BEGIN).split() or [""]
    try:
        if kind == "versions":
            return (versions.sentence(root, words),)
        if kind == "rules" and len(words) <= 1:
            return _rule_table(*words)
    except DefectError as defect:
        raise DefectError(defect.message, defect.remedy, begin.line) from defect
    raise DefectError(f"the table {kind!r} cannot be generated", f"write one of: {KINDS}", begin.line)


def _rule_table(page: str = "") -> tuple[str, ...]:
    listed = [rule for rule in rules() if not page or _page(rule) == page]
    if not listed:
        known = ", ".join(sorted({_page(rule) for rule in rules()}))
        raise DefectError(f"no rule points at {page!r}", f"name one of: {known}")
    return ("| rule | severity | law |", "|---|---|---|", *map(_row, listed))


def _page(rule: Rule) -> str:
    return rule.reference.partition("#")[0]


def _row(rule: Rule) -> str:
    law = rule.law.replace("|", "\\|")
    return f"| `{rule.name}` | {rule.severity} | {law} |"
