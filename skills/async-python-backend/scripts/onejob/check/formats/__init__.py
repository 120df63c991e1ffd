"""One output format = one file with `render(result) -> Iterator[str]`."""

from collections.abc import Callable, Iterator
from importlib import import_module

from onejob.check.result import Result

FORMATS = ("text", "agent", "json", "sarif", "github", "gitlab", "junit")


def renderer(name: str) -> Callable[[Result], Iterator[str]]:
    """The `render` of one format, imported only when it is wanted."""
    found: Callable[[Result], Iterator[str]] = import_module(f"onejob.check.formats.{name}").render
    return found
