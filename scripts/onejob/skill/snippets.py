"""Code blocks that are copies of code that runs: the info string is the link.

    ```python recipes/services/recipes.py#create

takes the text between `# region: create` and `# endregion` of that file in the example application. Without
`#REGION` the block is the whole file. `sync` rewrites the blocks, `check` reports what differs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.skill import regions
from onejob.skill.difference import diff
from onejob.skill.fences import Info, parse_info
from onejob.skill.markdown import Document, Fence
from onejob.skill.problem import DefectError, Problem, ProblemError

CHECK = "snippets"
FIX = "run: onejob validate --fix"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A block that is a copy. `wanted` is the text of its source, or the defect that hides it."""

    fence: Fence
    info: Info
    wanted: str | DefectError


def synced(page: Document) -> Iterator[tuple[Fence, Info]]:
    """The blocks of a page that are copies of a file."""
    for fence in page.fences:
        try:
            info = parse_info(fence.info)
        except DefectError:
            continue
        if info.is_synced:
            yield fence, info


def check(page: Document, roots: Sequence[Path]) -> Iterator[Problem]:
    """Blocks without a source, and blocks whose text is not that of their source."""
    yield from without_source(page, roots)
    for snippet in _snippets(page, roots):
        if isinstance(snippet.wanted, str) and snippet.wanted != snippet.fence.body:
            message = f"the block differs from {_link(snippet.info)}"
            detail = diff(snippet.fence.body, snippet.wanted)
            yield Problem(page.path, snippet.fence.line, CHECK, message, FIX, detail)


def without_source(page: Document, roots: Sequence[Path]) -> Iterator[Problem]:
    """Blocks whose file or region cannot be read."""
    for snippet in _snippets(page, roots):
        if isinstance(snippet.wanted, DefectError):
            yield snippet.wanted.at(page.path, CHECK, snippet.fence.line)


def sync(page: Document, roots: Sequence[Path]) -> str:
    """The text of the page with every block brought up to date; blocks without a source stay as they are."""
    lines = page.text.split("\n")
    for snippet in reversed(list(_snippets(page, roots))):
        fence = snippet.fence
        if isinstance(snippet.wanted, str) and snippet.wanted != fence.body:
            opening = lines[fence.line - 1]
            margin = opening[: len(opening) - len(opening.lstrip())]
            fresh = [margin + line if line else "" for line in snippet.wanted.removesuffix("\n").split("\n")]
            lines[fence.line : fence.end - 1] = fresh
    return "\n".join(lines)


def _snippets(page: Document, roots: Sequence[Path]) -> Iterator[Snippet]:
    for fence, info in synced(page):
        try:
            yield Snippet(fence, info, _wanted(info, fence, roots))
        except DefectError as defect:
            yield Snippet(fence, info, defect)


def _wanted(info: Info, fence: Fence, roots: Sequence[Path]) -> str:
    try:
        text = regions.cut(_find(info.path, roots), info.region)
    except ProblemError as error:
        raise DefectError(f"{_link(info)}: {error.problem.message}", error.problem.remedy) from error
    if fence.markup in text:
        message = f"{_link(info)} contains {fence.markup}, which would end the block"
        raise DefectError(message, f"use a longer fence: {fence.markup}{fence.markup[0]}")
    return text


def _find(path: str, roots: Sequence[Path]) -> Path:
    if path.startswith("/") or ".." in path.split("/"):
        raise DefectError(
            f"the path {path!r} leaves the examples", "write it relative to the examples folder"
        )
    places = [root / path for root in roots]
    found = [place for place in places if place.exists()]
    if not found:
        looked = ", ".join(root.as_posix() for root in roots)
        raise DefectError(
            f"{path} does not exist (looked in {looked})", "correct the path after the opening fence"
        )
    return found[0]


def _link(info: Info) -> str:
    return f"{info.path}#{info.region}" if info.region else info.path
