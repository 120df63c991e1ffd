"""Where the parts of a Python text begin and end, so that one can be left out and the rest stays as it was written."""

import ast
from collections.abc import Callable, Iterable, Iterator

Span = tuple[int, int, bytes]  # from, to, what takes the place


class Text:
    """A text with byte offsets, which is what `ast` counts columns in."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        self.starts = [0]
        for line in self.data.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def start(self, node: ast.AST) -> int:
        return self.starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined,no-any-return]

    def end(self, node: ast.AST) -> int:
        return self.starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined,no-any-return]

    def line(self, number: int) -> bytes:
        """A line by its number, counted from 1."""
        return self.data[self.starts[number - 1] : self.starts[number]]

    def without(self, spans: Iterable[Span]) -> str:
        """The text after the replacements; a span inside another one goes with it."""
        pieces, place = [], 0
        for first, last, instead in sorted(spans, key=lambda span: (span[0], -span[1])):
            if first < place:
                continue
            pieces += [self.data[place:first], instead]
            place = last
        return b"".join([*pieces, self.data[place:]]).decode()


def statement_span(text: Text, node: ast.stmt) -> Span:
    """Whole lines: decorators and the comment above belong to a statement."""
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))])
    while first > 1 and text.line(first - 1).lstrip().startswith(b"#"):
        first -= 1
    return text.starts[first - 1], text.starts[node.end_lineno or node.lineno], b""


def comma_spans(text: Text, node: ast.AST, is_gone: Callable[[ast.AST], bool]) -> Iterator[Span]:
    """What to cut when items of a comma-separated list go."""
    items = _items(text, node)
    gone = [is_gone(item) for item, _, _ in items]
    if not any(gone):
        return
    kept = [place for place, out in enumerate(gone) if not out]
    if not kept:
        yield items[0][1], _after_comma(text, items[-1][2]), b""
        return
    last = kept[-1]
    for place, out in enumerate(gone[:last]):
        if out:
            yield items[place][1], items[place + 1][1], b""
    tail = b"," if isinstance(node, ast.Tuple) and len(kept) == 1 else b""
    if last < len(items) - 1:
        # A comma after the last item stays where it is.
        end = items[-1][2]
        yield items[last][2], _after_comma(text, end) if tail else end, tail
    elif tail and text.data[items[last][2] : items[last][2] + 1] != b",":
        yield items[last][2], items[last][2], tail


def _items(text: Text, node: ast.AST) -> list[tuple[ast.AST, int, int]]:
    """The items of a list with the places where they begin and end."""
    if isinstance(node, ast.Call):
        found: list[ast.AST] = sorted([*node.args, *node.keywords], key=text.start)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        found = list(node.elts)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        found = list(node.names)
    elif isinstance(node, ast.With | ast.AsyncWith):
        return [_with_item(text, item) for item in node.items]
    elif isinstance(node, ast.Dict):
        return [_pair(text, key, value) for key, value in zip(node.keys, node.values, strict=True)]
    elif isinstance(node, ast.arguments):
        return _parameters(text, node)
    else:
        return []
    return [(item, text.start(item), text.end(item)) for item in found]


def _with_item(text: Text, item: ast.withitem) -> tuple[ast.AST, int, int]:
    return item.context_expr, text.start(item.context_expr), text.end(item.optional_vars or item.context_expr)


def _pair(text: Text, key: ast.expr | None, value: ast.expr) -> tuple[ast.AST, int, int]:
    return key or value, text.start(key) if key else text.start(value) - len("**"), text.end(value)


def _parameters(text: Text, node: ast.arguments) -> list[tuple[ast.AST, int, int]]:
    """Positional parameters with their defaults."""
    plain = [*node.posonlyargs, *node.args]
    defaults = [None] * (len(plain) - len(node.defaults)) + list(node.defaults)
    return [
        (item, text.start(item), text.end(default or item))
        for item, default in zip(plain, defaults, strict=True)
    ]


def _after_comma(text: Text, place: int) -> int:
    rest = text.data[place:]
    spaces = len(rest) - len(rest.lstrip())
    return place + spaces + 1 if rest[spaces : spaces + 1] == b"," else place


def is_link(call: ast.Call) -> bool:
    """`query.options(x)`: a call whose method belongs to the result of another call."""
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)
