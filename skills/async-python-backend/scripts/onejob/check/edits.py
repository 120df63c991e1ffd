"""Changing source text at places of its syntax tree, and nothing else in the file."""

import ast
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replaces the text between two places by `text`. Lines from 1, columns in UTF-8 bytes from 0, as in `ast`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def replace(node: ast.expr, text: str) -> Edit:
    """Another text for an expression."""
    return Edit(node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0, text)


def insert_after(node: ast.expr | ast.keyword, text: str) -> Edit:
    """Text right behind a node."""
    line, column = node.end_lineno or 0, node.end_col_offset or 0
    return Edit(line, column, line, column, text)


def add_keyword(decorator: ast.expr, keyword: str, *, first: bool = False) -> Edit:
    """`@dataclass` -> `@dataclass(slots=True)`, `@dataclass(frozen=True)` -> `@dataclass(frozen=True, slots=True)`.

    Parameters:
        first: before the other keywords instead of behind them.
    """
    if not isinstance(decorator, ast.Call):
        return insert_after(decorator, f"({keyword})")
    given: list[ast.expr | ast.keyword] = [*decorator.args, *decorator.keywords]
    if first and decorator.keywords and not decorator.args:
        return _insert_before(decorator.keywords[0], f"{keyword}, ")
    if given:
        return insert_after(
            max(given, key=lambda item: (item.end_lineno or 0, item.end_col_offset or 0)), f", {keyword}"
        )
    return Edit(*_inside(decorator), text=keyword)


def _insert_before(node: ast.keyword, text: str) -> Edit:
    return Edit(node.lineno, node.col_offset, node.lineno, node.col_offset, text)


def _inside(call: ast.Call) -> tuple[int, int, int, int]:
    line, column = call.end_lineno or 0, (call.end_col_offset or 0) - 1
    return line, column, line, column


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits; of two that overlap the later one in the file wins.

    The caller makes sure that the result still parses.
    """
    lines = text.encode("utf-8", "surrogatepass").splitlines(keepends=True)
    reached = (len(lines) + 1, 0)
    for edit in sorted(set(edits), reverse=True):
        if (edit.end_line, edit.end_column) > reached:
            continue
        reached = (edit.line, edit.column)
        tail = lines[edit.end_line - 1][edit.end_column :]
        head = lines[edit.line - 1][: edit.column]
        lines[edit.line - 1 : edit.end_line] = [head + edit.text.encode() + tail]
    return b"".join(lines).decode("utf-8", "surrogatepass")
