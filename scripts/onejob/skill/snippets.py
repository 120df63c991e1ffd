"""Code blocks that are copies of code that runs: the info string is the link.

    ```python recipes/services/recipes.py#create

takes the text between `# region: create` and `# endregion` of that file in the example application. Without
`#REGION` the block is the whole file. `sync` rewrites the blocks, `check` reports what differs.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from onejob.skill import regions
from onejob.skill.difference import diff
from onejob.skill.fences import Info, parse_info
from onejob.skill.markdown import Document, Fence
from onejob.skill.problem import DefectError, Problem, ProblemError

CHECK = "snippets"
FIX = "run: onejob validate --fix"


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
    """Every block whose text is not that of its file."""
    for fence, info in synced(page):
        try:
            wanted = _wanted(info, fence, roots)
        except DefectError as defect:
            yield defect.at(page.path, CHECK, fence.line)
            continue
        if wanted != fence.body:
            message = f"the block differs from {_link(info)}"
            yield Problem(page.path, fence.line, CHECK, message, FIX, diff(fence.body, wanted))


def sync(page: Document, roots: Sequence[Path]) -> str:
    """The text of the page with every block brought up to date; blocks without a source stay as they are."""
    lines = page.text.split("\n")
    for fence, info in sorted(synced(page), key=lambda block: -block[0].line):
        try:
            wanted = _wanted(info, fence, roots)
        except DefectError:
            continue
        if wanted != fence.body:
            opening = lines[fence.line - 1]
            margin = opening[: len(opening) - len(opening.lstrip())]
            lines[fence.line : fence.end - 1] = [
                margin + line if line else "" for line in wanted.splitlines()
            ]
    return "\n".join(lines)


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
