"""Generated tables: what the checker knows about its rules, written into the pages that list them.

<!-- generated: rules layers.md -->
(the table of the rules whose reference is in layers.md; without a page name, of all rules)
<!-- end -->
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onejob.check.rule import Rule, load_rules
from onejob.skill import markdown, source
from onejob.skill.difference import diff
from onejob.skill.layout import REFERENCES, SKILL_FILE
from onejob.skill.markdown import Document
from onejob.skill.problem import DefectError, Problem, ProblemError

CHECK = "tables"
KINDS = "rules, or rules PAGE.md"


@dataclass(frozen=True, slots=True)
class Table:
    """A generated stretch of a page: the lines of its two markers, and what is asked for."""

    line: int
    end: int
    wanted: tuple[str, ...]


def pages(root: Path) -> Iterator[Document]:
    """Every page that may hold a table. Unreadable ones are reported by the other checks."""
    places = (root / SKILL_FILE, root / "README.md", *sorted((root / REFERENCES).glob("*.md")))
    for path in (*places, *sorted((root / "docs").rglob("*.md"))):
        if path.is_file():
            try:
                yield markdown.parse(path, source.read(path).text)
            except ProblemError:
                continue


def check(page: Document) -> Iterator[Problem]:
    """Tables that are not what the rules say today."""
    try:
        found = tables(page)
    except DefectError as defect:
        yield defect.at(page.path, CHECK)
        return
    for table in found:
        have, wanted = "\n".join(page.lines[table.line : table.end - 1]).strip(), "\n".join(table.wanted)
        if have != wanted:
            message = "the generated table is out of date"
            yield Problem(page.path, table.line, CHECK, message, "run: onejob pack", diff(have, wanted))


def sync(page: Document) -> str:
    """The text of the page with every table made anew. Raises DefectError."""
    lines = page.text.split("\n")
    for table in reversed(tables(page)):
        lines[table.line : table.end - 1] = ["", *table.wanted, ""]
    return "\n".join(lines)


def tables(page: Document) -> list[Table]:
    """The tables of a page, top to bottom. Raises DefectError."""
    found: list[Table] = []
    opened: tuple[int, str] | None = None
    for comment in page.comments:
        if comment.text.startswith("generated:"):
            if opened:
                raise DefectError("the generated table has no end", "add a line: <!-- end -->", opened[0])
            opened = comment.line, comment.text.removeprefix("generated:").strip()
        elif comment.text == "end":
            if not opened:
                raise DefectError("the end of a table that never began", "delete the line", comment.line)
            found.append(Table(opened[0], comment.line, _render(*opened)))
            opened = None
    if opened:
        raise DefectError("the generated table has no end", "add a line: <!-- end -->", opened[0])
    return found


def _render(line: int, what: str) -> tuple[str, ...]:
    kind, _, page = what.partition(" ")
    if kind != "rules":
        raise DefectError(f"the table {what!r} cannot be generated", f"write one of: {KINDS}", line)
    rules = [rule for rule in load_rules().values() if not page or rule.reference.partition("#")[0] == page]
    if not rules:
        known = ", ".join(sorted({rule.reference.partition("#")[0] for rule in load_rules().values()}))
        raise DefectError(f"no rule points at {page!r}", f"name one of: {known}", line)
    return ("| rule | severity | law |", "|---|---|---|", *map(_row, rules))


def _row(rule: Rule) -> str:
    law = rule.law.replace("|", "\\|")
    return f"| `{rule.name}` | {rule.severity} | {law} |"
