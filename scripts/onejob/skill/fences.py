"""Fenced blocks: a closed set of languages, no block that fails to parse, no long code written by hand.

The info string is `LANGUAGE [bad|good] [PATH[#REGION]]`. Without a verdict the path is the source of the block
(see `snippets`). Beside a verdict a bare path only says where such code would stand.
"""

import ast
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from onejob.skill.markdown import Document, Fence
from onejob.skill.problem import DefectError, Problem

CHECK = "blocks"
LANGUAGES = frozenset(
    {
        "bash",
        "console",
        "diff",
        "dockerfile",
        "html",
        "http",
        "ini",
        "json",
        "makefile",
        "markdown",
        "mermaid",
    }
    | {"python", "sql", "text", "toml", "yaml"}
)
VERDICTS = frozenset({"bad", "good"})
LONGEST_BY_HAND = 6


@dataclass(frozen=True, slots=True)
class Info:
    """What an info string says. `path` is empty where the block is written by hand."""

    language: str
    verdict: str
    path: str
    region: str

    @property
    def is_synced(self) -> bool:
        return bool(self.region) or bool(self.path and not self.verdict)


def parse_info(text: str) -> Info:
    """Read an info string. Raises DefectError."""
    language, *rest = text.split() or [""]
    if language not in LANGUAGES:
        allowed = ", ".join(sorted(LANGUAGES))
        raise DefectError(f"the fence has the language {language!r}", f"allowed are {allowed}")
    verdict = rest.pop(0) if rest and rest[0] in VERDICTS else ""
    if len(rest) > 1:
        raise DefectError(f"the fence says {text!r}", "the form is: LANGUAGE [bad|good] [PATH[#REGION]]")
    path, hash_sign, region = rest[0].partition("#") if rest else ("", "", "")
    if hash_sign and not (path and region):
        raise DefectError(f"the fence names {rest[0]!r}", "the form is: PATH#REGION")
    return Info(language, verdict, path, region)


def check(page: Document) -> Iterator[Problem]:
    """Problems of every block of the page."""
    for line in page.indented_code:
        yield Problem(page.path, line, CHECK, "a block of code by indentation", "put it between ``` fences")
    for fence in page.fences:
        yield from _check_fence(page, fence)


def _check_fence(page: Document, fence: Fence) -> Iterator[Problem]:
    if not page.lines[fence.end - 1].strip().endswith(fence.markup):
        yield Problem(
            page.path, fence.line, CHECK, "the fence is never closed", f"end the block with {fence.markup}"
        )
        return
    try:
        info = parse_info(fence.info)
    except DefectError as defect:
        yield defect.at(page.path, CHECK, fence.line)
        return
    yield from _check_length(page, fence, info)
    yield from _check_syntax(page, fence, info)


def _check_length(page: Document, fence: Fence, info: Info) -> Iterator[Problem]:
    length = fence.body.count("\n")
    if (
        info.language == "python"
        and info.verdict != "bad"
        and not info.is_synced
        and length > LONGEST_BY_HAND
    ):
        message = f"{length} lines of Python by hand, at most {LONGEST_BY_HAND} are allowed"
        remedy = "take the block from code that runs: ```python PATH#REGION, or mark it: ```python bad"
        yield Problem(page.path, fence.line, CHECK, message, remedy)


def _check_syntax(page: Document, fence: Fence, info: Info) -> Iterator[Problem]:
    parse = _PARSERS.get(info.language)
    if parse is None:
        return
    try:
        parse(fence.body)
    except (SyntaxError, ValueError, yaml.YAMLError, RecursionError, MemoryError) as error:
        offset = getattr(error, "lineno", None) or 1
        reason = str(error).partition("\n")[0]
        message = f"the {info.language} block does not parse: {reason}"
        remedy = "write complete code, with ... for what is left out"
        yield Problem(page.path, fence.line + offset, CHECK, message, remedy)


def _parse_python(text: str) -> None:
    compile(text, "block", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _parse_yaml(text: str) -> None:
    for _ in yaml.parse(text, Loader=yaml.SafeLoader):
        pass


_PARSERS: dict[str, Callable[[str], object]] = {
    "python": _parse_python,
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": _parse_yaml,
}
