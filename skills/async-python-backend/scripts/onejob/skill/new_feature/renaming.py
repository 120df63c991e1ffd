"""From recipes to what the user names: identifiers, classes, addresses and prose, each in its form."""

import io
import re
import tokenize

from onejob.skill.new_feature.names import Names

_STRINGS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
_BRACES = re.compile(r"(\{[^{}]*\})")
_ARTICLE = re.compile(r"\b([Aa])( |_)(?=recipe)")


def renamed(text: str, names: Names) -> str:
    """Python text about recipes, about the named thing instead."""
    lines = text.splitlines(keepends=True)
    pieces: list[str] = []
    row, column = 1, 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.NAME, *_STRINGS):
            continue
        pieces.append(_between(lines, (row, column), token.start))
        original = _between(lines, token.start, token.end)
        pieces.append(_in_text(original, names) if token.type in _STRINGS else in_code(original, names))
        row, column = token.end
    pieces.append(_between(lines, (row, column), (len(lines) + 1, 0)))
    return "".join(pieces)


def in_code(word: str, names: Names) -> str:
    """One identifier, or a text of identifiers."""
    if names.singular[0] in "aeiou":
        word = re.sub(r"(?<![A-Za-z])a_(?=recipe)", "an_", word)
    for old, new in (
        ("recipes", names.plural),
        ("recipe", names.singular),
        ("Recipes", names.pascal_plural),
        ("Recipe", names.pascal),
        ("RECIPE", names.singular.upper()),
    ):
        word = word.replace(old, new)
    return word


def _in_text(text: str, names: Names) -> str:
    """A string or a comment: what stands in braces or looks like a name is code, the rest is prose or an address."""
    parts = _BRACES.split(text)
    is_prose = any(" " in part for part in parts[::2])
    return "".join(
        in_code(part, names) if place % 2 else _outside_braces(part, names, is_prose)
        for place, part in enumerate(parts)
    )


def _outside_braces(text: str, names: Names, is_prose: bool) -> str:
    text = text.replace("/recipes", f"/{names.plural.replace('_', '-')}")
    if is_prose:
        if names.singular[0] in "aeiou":
            text = _ARTICLE.sub(r"\1n\2", text)
        for old, new in (("recipes", names.plural), ("recipe", names.singular)):
            text = re.sub(rf"(?<![\w`/]){old}(?![\w`])", new.replace("_", " "), text)
        for old, new in (("Recipes", names.plural), ("Recipe", names.singular)):
            text = re.sub(rf"\b{old}\b", new.replace("_", " ").capitalize(), text)
    return in_code(text, names)


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    (first, left), (last, right) = start, end
    if first == last:
        return lines[first - 1][left:right] if first <= len(lines) else ""
    head = lines[first - 1][left:] if first <= len(lines) else ""
    tail = lines[last - 1][:right] if last <= len(lines) else ""
    return head + "".join(lines[first : last - 1]) + tail
