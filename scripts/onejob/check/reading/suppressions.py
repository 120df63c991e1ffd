"""`# onejob: ignore[rule-name] the reason`: which lines it covers. Only real comments count."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from onejob.check.reading.facts import Suppression
from onejob.check.reading.syntax import Syntax
from onejob.check.reading.walking import children, walk

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
        found = _SUPPRESSION.search(comment)  # also behind `# noqa`
        if found is None:
            continue
        rules = tuple(name.strip() for name in (found[1] or "").split(",") if name.strip())
        first, last = _below(spans, line) if alone else _around(spans, line)
        reason = "" if found[2].startswith("#") else found[2].strip()  # another tool's comment is no reason
        yield Suppression(rules, reason, first, last, line, column)


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


class _Span(NamedTuple):
    """The lines of a statement, of a compound one of its header; `inner` is where its last expression ends."""

    first: int
    inner: int
    last: int


def _spans(tree: ast.Module) -> list[_Span]:
    """Every statement, in source order."""
    found: list[_Span] = []
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            found.append(_span(node))
        stack += [
            item
            for name in ("body", "orelse", "finalbody", "handlers", "cases")
            for item in getattr(node, name, ())
            if isinstance(item, ast.stmt | ast.ExceptHandler | ast.match_case)
        ]
    return sorted(found)


def _span(node: ast.stmt) -> _Span:
    first = _first_line(node)
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not isinstance(body, list):
        last = node.end_lineno or node.lineno
        return _Span(first, last, last)
    inside = {
        id(item)
        for name in ("body", "orelse", "finalbody", "handlers", "cases")
        for item in getattr(node, name, ())
    }
    header = (item for child in children(node) if id(child) not in inside for item in walk(child))
    inner = max([node.lineno, *(getattr(item, "end_lineno", 0) or 0 for item in header)])
    start = body[0].pattern.lineno if isinstance(body[0], ast.match_case) else _first_line(body[0])
    return _Span(first, inner, max(inner, start - 1))


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)])


def _below(spans: list[_Span], line: int) -> tuple[int, int]:
    """The next statement; inside of a header (below a decorator, between parameters) that header."""
    position = bisect_left(spans, (line + 1,))
    if position and spans[position - 1].first < line <= spans[position - 1].inner:
        span = spans[position - 1]
    elif position < len(spans):
        span = spans[position]
    else:
        return line, line
    return span.first, span.last


def _around(spans: list[_Span], line: int) -> tuple[int, int]:
    """The statement that starts or ends on the line; a comment inside of a long statement covers its own line."""
    found = (span for span in spans if span.first == line or span.inner <= line <= span.last)
    return next(((span.first, span.last) for span in found), (line, line))
