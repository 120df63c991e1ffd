"""`# onejob: ignore[rule-name] the reason`: which lines it covers. Only real comments count."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator

from onejob.check.facts import Suppression
from onejob.check.syntax import Syntax

_SUPPRESSION = re.compile(r"#\s*onejob:\s*ignore\b(?:\s*\[([^\]]*)\])?[\s:\u2014\u2013-]*(.*)$")


def suppressions(text: str, syntax: Syntax) -> Iterator[Suppression]:
    """The suppression comments of a file.

    At the end of a line a comment speaks about the statement that starts or ends on that line, alone on its line about
    the statement below it. Of a compound statement it covers the header only: from the first decorator to the colon.
    """
    if "onejob:" not in text:
        return
    spans = _spans(syntax.tree)
    for line, column, comment, alone in _comments(text):
        found = _SUPPRESSION.match(comment)
        if found is None:
            continue
        rules = tuple(name.strip() for name in (found[1] or "").split(",") if name.strip())
        first, last = _below(spans, line) if alone else _around(spans, line)
        yield Suppression(rules, found[2].strip(), first, last, line, column)


def _comments(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """(line, column, comment, whether it stands alone) of every comment token."""
    import io
    import tokenize

    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                alone = not token.line[: token.start[1]].strip()
                yield *token.start, token.string, alone
    except (tokenize.TokenError, SyntaxError):  # it parsed: only what follows an odd ending is lost
        return


def _spans(tree: ast.Module) -> list[tuple[int, int]]:
    """First and last line of every statement, of a compound one of its header, in source order."""
    found: list[tuple[int, int]] = []
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            found.append(_header(node))
        stack += [
            item
            for name in ("body", "orelse", "finalbody", "handlers", "cases")
            for item in getattr(node, name, ())
            if isinstance(item, ast.stmt | ast.ExceptHandler | ast.match_case)
        ]
    return sorted(found)


def _header(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(item.lineno for item in decorators)])
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not isinstance(body, list):
        return first, node.end_lineno or node.lineno
    if isinstance(node, ast.Try | ast.TryStar):
        return first, first
    start = body[0].lineno if isinstance(body[0], ast.stmt) else body[0].pattern.lineno
    return first, max(first, node.lineno, start - 1)


def _below(spans: list[tuple[int, int]], line: int) -> tuple[int, int]:
    position = bisect_left(spans, (line + 1, 0))
    return spans[position] if position < len(spans) else (line, line)


def _around(spans: list[tuple[int, int]], line: int) -> tuple[int, int]:
    """The statement that starts or ends on the line; a comment inside of a long statement covers its own line."""
    return next((span for span in spans if line in span), (line, line))
