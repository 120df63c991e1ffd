"""The frontmatter of SKILL.md: strict YAML, checked against the shipped schema.

Clients read frontmatter with different parsers. What one of them accepts and another one drops without a word
(tabs, duplicate keys, aliases, flow style, `---` inside a value) is a problem here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onejob.skill import yaml_mapping
from onejob.skill.problem import DefectError, Problem
from onejob.skill.schema import validate

CHECK = "frontmatter"
FENCE = "---"
SCHEMA = "frontmatter.schema.json"


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """The values, and for every key path the line it stands on."""

    path: Path
    values: dict[str, Any]
    lines: dict[tuple[str, ...], int]
    problems: tuple[Problem, ...]


def read(path: Path, text: str) -> Frontmatter:
    """Read the frontmatter of a text with Unix line ends; what is broken is in `problems`."""
    try:
        return _read(path, text)
    except DefectError as defect:
        return Frontmatter(path, {}, {}, (defect.at(path, CHECK),))


def check(front: Frontmatter, folder: str, *, is_source: bool) -> Iterator[Problem]:
    """Problems of one SKILL.md. `is_source` marks the authored root, which a checkout may call as it likes."""
    yield from front.problems
    if front.problems and not front.values:
        return
    yield from validate(front.path, front.values, front.lines, SCHEMA, CHECK)
    name = front.values.get("name")
    if isinstance(name, str) and name != folder and not is_source:
        yield Problem(
            front.path,
            front.lines[("name",)],
            CHECK,
            f"name is {name!r} but the folder is called {folder!r}",
            f"rename the folder to {name!r} or write: name: {folder}",
        )
    yield from _internal(front, is_source=is_source)


def _internal(front: Frontmatter, *, is_source: bool) -> Iterator[Problem]:
    metadata = front.values.get("metadata")
    marked = isinstance(metadata, dict) and "internal" in metadata
    if is_source and not marked:
        message = "the root SKILL.md is not marked internal: installers then stop at it and copy the whole repository"
        yield Problem(
            front.path, front.lines.get(("metadata",), 1), CHECK, message, "add to metadata: internal: true"
        )
    if marked and not is_source:
        line = front.lines[("metadata", "internal")]
        message = "metadata.internal hides an installed skill from its users"
        yield Problem(
            front.path, line, CHECK, message, "delete the key here; only the root SKILL.md carries it"
        )


def _read(path: Path, text: str) -> Frontmatter:
    lines = text.split("\n")
    if lines[0] != FENCE:
        raise DefectError(
            f"the first line is {lines[0][:40]!r}", f"start the file with a line of exactly {FENCE}", 1
        )
    if FENCE not in lines[1:]:
        raise DefectError("the frontmatter is never closed", f"end it with a line of exactly {FENCE}", 1)
    end = lines.index(FENCE, 1)
    for number, line in enumerate(lines[1:end], start=2):
        if FENCE in line:
            message = f"{FENCE!r} inside the frontmatter: some clients end it here"
            raise DefectError(message, "remove the hyphens", number)
    mapping = yaml_mapping.read(path, lines[1:end], 2, CHECK)
    return Frontmatter(path, mapping.values, mapping.lines, mapping.problems)
