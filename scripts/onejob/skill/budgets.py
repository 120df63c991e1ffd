"""What a skill may cost its reader. Tokens are estimated as characters / 4, rounded up."""

from collections.abc import Iterator

from onejob.skill import claims
from onejob.skill.layout import SKILL_FILE, Skill
from onejob.skill.markdown import Document
from onejob.skill.problem import Problem

CHECK = "budgets"
MAIN_LINES = 250
MAIN_TOKENS = 2_500
REFERENCE_TOKENS = 4_000
REFERENCE_BYTES = 10_000  # some clients cut what they read of a longer file
LINES_WITHOUT_CONTENTS = 100
CONTENTS_TITLES = frozenset({"contents", "table of contents"})


def tokens(text: str) -> int:
    """An estimate: one token per four characters."""
    return -(-len(text) // 4)


def check(skill: Skill) -> Iterator[Problem]:
    """Files that are too long, comments for maintainers not counted, and long pages whose table of contents misses a section."""
    for page in skill.documents:
        if page.path == skill.folder / SKILL_FILE:
            yield from _check_lines(page)
            yield from _check_tokens(page, MAIN_TOKENS)
        else:
            yield from _check_tokens(page, REFERENCE_TOKENS)
            yield from _check_bytes(page)
            yield from _check_contents(page)


def _check_lines(page: Document) -> Iterator[Problem]:
    count = len(page.lines)
    if count > MAIN_LINES:
        message = f"{count} lines, the limit is {MAIN_LINES}"
        yield Problem(
            page.path, MAIN_LINES + 1, CHECK, message, "move what is not needed every time to a reference"
        )


def _check_tokens(page: Document, limit: int) -> Iterator[Problem]:
    count = tokens(claims.without(page.text))
    if count > limit:
        message = f"about {count} tokens (characters / 4), the limit is {limit}"
        yield Problem(page.path, 0, CHECK, message, f"shorten it by {(count - limit) * 4} characters")


def _check_bytes(page: Document) -> Iterator[Problem]:
    count = len(claims.without(page.text).encode())
    if count > REFERENCE_BYTES:
        message = f"{count} bytes, some clients read only the first {REFERENCE_BYTES} of a file"
        yield Problem(page.path, 0, CHECK, message, "move a section to a page of its own")


def _check_contents(page: Document) -> Iterator[Problem]:
    if len(page.lines) <= LINES_WITHOUT_CONTENTS:
        return
    sections = [
        head for head in page.headings if head.level == 2 and head.text.lower() not in CONTENTS_TITLES
    ]
    first = sections[0].line if sections else len(page.lines) + 1
    listed = {
        link.target.removeprefix("#")
        for link in page.links
        if link.line < first and link.target.startswith("#")
    }
    missing = [f"#{section.anchor}" for section in sections if section.anchor not in listed]
    if missing:
        message = f"a page of {len(page.lines)} lines whose table of contents misses {', '.join(missing)}"
        yield Problem(page.path, first, CHECK, message, "link to every ## section before the first one")
