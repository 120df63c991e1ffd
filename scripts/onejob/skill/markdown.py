"""One Markdown file → its headings, links, fences and comments. The only door to markdown-it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Keep `file:` and the like as links, so that they can be reported."""
        return True


_PARSER = _Parser("commonmark").enable("table")
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_HTML_ANCHOR = re.compile(r"""<a\s+(?:id|name)\s*=\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Link:
    line: int
    target: str


@dataclass(frozen=True, slots=True)
class CodeSpan:
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block. `line` and `end` are the lines of the two fences, `body` is what stands between."""

    line: int
    end: int
    info: str
    body: str
    markup: str


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment, alone or in a line of text."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    path: Path
    text: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    code_spans: tuple[CodeSpan, ...]
    fences: tuple[Fence, ...]
    comments: tuple[Comment, ...]
    indented_code: tuple[int, ...]
    anchors: frozenset[str]

    @property
    def lines(self) -> list[str]:
        return self.text.removesuffix("\n").split("\n")


def parse(path: Path, text: str) -> Document:
    """Parse a Markdown text with Unix line ends; lines count from 1, frontmatter included."""
    tokens = _PARSER.parse(_blank_frontmatter(text))
    headings = tuple(_headings(tokens))
    inline = [item for token in tokens if token.type == "inline" for item in _numbered(token)]
    return Document(
        path=path,
        text=text,
        headings=headings,
        links=tuple(item for item in inline if isinstance(item, Link)),
        code_spans=tuple(item for item in inline if isinstance(item, CodeSpan)),
        fences=tuple(_fences(tokens)),
        comments=(*_comments(tokens), *(item for item in inline if isinstance(item, Comment))),
        indented_code=tuple(_first_line(token) for token in tokens if token.type == "code_block"),
        anchors=frozenset(heading.anchor for heading in headings) | frozenset(_HTML_ANCHOR.findall(text)),
    )


def slug(text: str) -> str:
    """The anchor GitHub gives to a heading: `Errors & groups` → `errors--groups`."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def _blank_frontmatter(text: str) -> str:
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return text
    end = lines.index("---", 1)
    return "\n".join([""] * (end + 1) + lines[end + 1 :])


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    seen: Counter[str] = Counter()
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            text = _plain(content.children or [])
            base = slug(text)
            yield Heading(
                _first_line(token), int(token.tag[1]), text, f"{base}-{seen[base]}" if seen[base] else base
            )
            seen[base] += 1


def _plain(children: Iterable[Token]) -> str:
    return "".join(
        child.content for child in children if child.type in {"text", "code_inline", "text_special"}
    )


def _numbered(token: Token) -> Iterator[Link | CodeSpan | Comment]:
    """Links, code spans and comments of one paragraph; line breaks inside it move the line on."""
    line = _first_line(token)
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "link_open":
            yield Link(line, str(child.attrGet("href")))
        elif child.type == "image":
            yield Link(line, str(child.attrGet("src")))
        elif child.type == "code_inline":
            yield CodeSpan(line, child.content)
        elif child.type == "html_inline" and (comment := _COMMENT.fullmatch(child.content)):
            yield Comment(line, comment[1])


def _fences(tokens: list[Token]) -> Iterator[Fence]:
    for token in tokens:
        if token.type == "fence" and token.map:
            start, end = token.map
            yield Fence(start + 1, end, token.info.strip(), token.content, token.markup)


def _comments(tokens: list[Token]) -> Iterator[Comment]:
    for token in tokens:
        if token.type == "html_block" and (comment := _COMMENT.fullmatch(token.content.strip())):
            yield Comment(_first_line(token), comment[1])


def _first_line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1
