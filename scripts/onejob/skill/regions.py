"""Regions of an example file: the text between `# region: NAME` and `# endregion`."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from onejob.skill.problem import DefectError
from onejob.skill.source import read

_OPEN = r"(?:\#|--|//|<!--)"
_MARKER = re.compile(rf"^\s*{_OPEN}\s*(?P<kind>region|endregion)(?::\s*(?P<name>[\w-]+))?\s*(?:-->)?\s*$")
_BLANK_RUN = re.compile(r"\n{4,}")


def cut(path: Path, region: str) -> str:
    """The dedented text of one region, or of the whole file if `region` is empty; markers are left out.

    Regions may nest. Raises DefectError, and ProblemError when the file cannot be read.
    """
    lines = read(path).text.split("\n")
    found = _names(path, lines)
    if region and region not in found:
        known = ", ".join(found) or "none"
        raise DefectError(f"{path.name} has no region {region!r}", f"its regions: {known}")
    kept = _inside(lines, region) if region else (line for line in lines if not _MARKER.match(line))
    text = textwrap.dedent("\n".join(kept)).strip("\n")
    if not text.strip():
        raise DefectError(f"the region {region!r} of {path.name} is empty", "put code between its markers")
    return _BLANK_RUN.sub("\n\n\n", text) + "\n"


def _names(path: Path, lines: list[str]) -> list[str]:
    """All regions of a file, after checking that they open and close in pairs and have one name each."""
    names: list[str] = []
    opened: list[int] = []
    for number, match in _markers(lines):
        if match["kind"] == "region":
            if not match["name"] or match["name"] in names:
                raise DefectError(
                    f"{path.name}:{number} opens a region without a name of its own", "write: # region: NAME"
                )
            names.append(match["name"])
            opened.append(number)
        elif not opened:
            raise DefectError(f"{path.name}:{number} ends a region that was never opened", "delete the line")
        else:
            opened.pop()
    if opened:
        raise DefectError(f"{path.name}:{opened[-1]} opens a region that never ends", "add: # endregion")
    return names


def _inside(lines: list[str], region: str) -> Iterator[str]:
    depth = 0
    for line in lines:
        match = _MARKER.match(line)
        if match is None:
            if depth:
                yield line
        elif match["kind"] == "region":
            depth += bool(depth) or match["name"] == region
        elif depth:
            depth -= 1


def _markers(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(lines, start=1):
        if match := _MARKER.match(line):
            yield number, match
