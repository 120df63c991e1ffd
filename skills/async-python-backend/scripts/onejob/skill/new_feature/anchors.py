"""What an edit needs to find in a project, and what to tell when it is not there."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from onejob.skill.new_feature.spans import Text


@dataclass(frozen=True, slots=True)
class ByHand:
    """An edit that could not be made: where, what was looked for, and the lines to add."""

    path: str
    wanted: str
    lines: str

    def __str__(self) -> str:
        shown = "\n".join(f"    {line}" for line in self.lines.strip("\n").split("\n"))
        return f"{self.path}: {self.wanted}; add by hand:\n{shown}"


class MissingAnchorError(Exception):
    """The place of an edit was not found."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def class_named(text: str, name: str) -> ast.ClassDef:
    """A class at module level. Raises MissingAnchorError."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    raise MissingAnchorError(f"there is no class {name}")


def inserted(text: str, places: Sequence[tuple[int, str]]) -> str:
    """The text with pieces put in at byte offsets."""
    return Text(text).without((place, place, piece.encode()) for place, piece in places)


def after_line(text: str, node: ast.AST, piece: str) -> str:
    """The piece, whole lines, below the last line of a node."""
    source = Text(text)
    place = source.starts[getattr(node, "end_lineno", 1)]
    lead = "" if source.data[:place].endswith(b"\n") else "\n"
    return inserted(text, [(place, lead + piece)])


def indent_of(text: str, node: ast.AST) -> str:
    """The white space in front of a statement."""
    line = Text(text).line(getattr(node, "lineno", 1)).decode()
    return line[: len(line) - len(line.lstrip())]
