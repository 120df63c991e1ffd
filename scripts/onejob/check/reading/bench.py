"""What a repair may look at beside its file's tree."""

from collections.abc import Callable
from functools import cached_property

from onejob.check.reading.usage import Usage


class Bench:
    """The text of a file, and what the whole project does to attributes."""

    def __init__(self, text: str, read_usage: Callable[[], Usage]) -> None:
        self.text = text
        self._read_usage = read_usage

    @cached_property
    def usage(self) -> Usage:
        """Read when a repair asks for it."""
        return self._read_usage()

    def segment(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """The text between two places; lines from 1, columns in UTF-8 bytes from 0."""
        lines = self.text.encode("utf-8", "surrogatepass").splitlines(keepends=True)[first[0] - 1 : last[0]]
        lines[-1] = lines[-1][: last[1]]
        lines[0] = lines[0][first[1] :]
        return b"".join(lines).decode("utf-8", "surrogatepass")
