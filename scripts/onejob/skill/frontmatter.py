"""The frontmatter of SKILL.md: strict YAML, checked against the shipped schema.

Clients read frontmatter with different parsers. What one of them accepts and another one drops without a word
(tabs, duplicate keys, aliases, flow style, `---` inside a value) is a problem here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from onejob.skill.problem import DefectError, Problem
from onejob.skill.schema import validate

CHECK = "frontmatter"
FENCE = "---"
MAX_CHARACTERS = 16_384
MAX_DEPTH = 8
SCHEMA = "frontmatter.schema.json"


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """The values, and for every key path the line it stands on. `end` is the line of the closing fence."""

    path: Path
    values: dict[str, Any]
    lines: dict[tuple[str, ...], int]
    end: int
    problems: tuple[Problem, ...]


def read(path: Path, text: str) -> Frontmatter:
    """Read the frontmatter of a text with Unix line ends; what is broken is in `problems`."""
    try:
        return _read(path, text)
    except DefectError as defect:
        return Frontmatter(path, {}, {}, 0, (defect.at(path, CHECK),))


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
            f"the first line is {lines[0][:40]!r}, not {FENCE!r}", "start the file with a line ---", 1
        )
    if FENCE not in lines[1:]:
        raise DefectError(
            "the frontmatter is never closed", "end it with a line of exactly three hyphens: ---", 1
        )
    end = lines.index(FENCE, 1)
    block = lines[1:end]
    _check_characters(block)
    root = _compose("\n".join(block))
    where: dict[tuple[str, ...], int] = {}
    problems = tuple(_shape_problems(path, root, (), where))
    return Frontmatter(path, _construct(root), where, end + 1, problems)


def _check_characters(block: list[str]) -> None:
    if sum(map(len, block)) > MAX_CHARACTERS:
        raise DefectError(f"more than {MAX_CHARACTERS} characters", "move the text into the body", 1)
    for number, line in enumerate(block, start=2):
        if "\t" in line:
            raise DefectError(
                "a tab: YAML does not allow it as indentation", "replace tabs by spaces", number
            )
        if FENCE in line:
            raise DefectError(
                f"{FENCE!r} inside the frontmatter: some clients end it here", "remove the hyphens", number
            )


def _compose(block: str) -> yaml.MappingNode:
    try:
        _check_events(block)
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        _raise_broken(error)
    if not isinstance(root, yaml.MappingNode):
        raise DefectError("there are no `key: value` lines", "write at least name and description", 2)
    return root


def _check_events(block: str) -> None:
    """Refuse what makes a small text expensive to build, before it is built."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = _line(event.start_mark)
        if depth > MAX_DEPTH:
            raise DefectError("the values are nested too deeply", "use plain `key: value` lines", line)
        if isinstance(event, yaml.AliasEvent):
            raise DefectError(f"the alias *{event.anchor}", "write the value out", line)


def _construct(root: yaml.MappingNode) -> dict[str, Any]:
    loader = yaml.SafeLoader("")
    try:
        values = loader.construct_document(root)
    except (yaml.YAMLError, ValueError) as error:
        _raise_broken(error)
    finally:
        loader.dispose()
    return {str(key): value for key, value in values.items()}


def _raise_broken(error: Exception) -> NoReturn:
    mark = getattr(error, "problem_mark", None)
    line = _line(mark) if mark else 2
    reason = getattr(error, "problem", None) or str(error)
    remedy = "write one `key: value` per line"
    if "mapping values are not allowed" in reason:
        remedy = "the value contains a colon: put the whole value in double quotes"
    raise DefectError(f"not valid YAML: {reason}", remedy, line) from error


def _shape_problems(
    path: Path, node: yaml.MappingNode, prefix: tuple[str, ...], where: dict[tuple[str, ...], int]
) -> Iterator[Problem]:
    """Note the line of every key; report what strict parsers refuse."""
    for key, value in node.value:
        line = _line(key.start_mark)
        name = (*prefix, str(key.value))
        if name in where:
            message = f"the key {'.'.join(name)} stands here and on line {where[name]}"
            yield Problem(path, line, CHECK, message, "keep one of them")
        where.setdefault(name, line)
        if isinstance(value, yaml.CollectionNode) and value.flow_style:
            message = f"the value of {'.'.join(name)} is in braces or brackets, which strict parsers refuse"
            yield Problem(
                path, line, CHECK, message, "write it as text, or one `key: value` per indented line"
            )
        if isinstance(value, yaml.ScalarNode) and value.start_mark.line != value.end_mark.line:
            message = f"the value of {'.'.join(name)} runs over several lines"
            yield Problem(
                path, line, CHECK, message, "write it on one line, in double quotes if it contains a colon"
            )
        elif isinstance(value, yaml.MappingNode):
            yield from _shape_problems(path, value, name, where)


def _line(mark: Any) -> int:
    """The line in the file: marks count from 0, and the opening fence stands above."""
    return (mark.line if mark else 0) + 2
