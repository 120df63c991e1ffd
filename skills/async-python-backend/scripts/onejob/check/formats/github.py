"""Workflow commands: GitHub shows each finding at its line in the pull request."""

from collections.abc import Iterator

from onejob.check.formats.text import summary
from onejob.check.result import Result


def render(result: Result) -> Iterator[str]:
    """One `::error` or `::warning` per finding, then the summary."""
    for item in result.findings:
        place = f"file={_property(item.path)},line={item.line},col={item.column},title={_property(item.rule)}"
        yield f"::{item.severity} {place}::{_data(f'{item.message}; {item.fix}')}"
    yield summary(result)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
