"""Which files somebody looked into, noted while they look."""

from typing import Any, Protocol
from onejob.check.reading.facts import Facts


class Reads:
    """Which files somebody looked into: `insides` beyond their outline, `syntax` down to the tree."""

    __slots__ = ("insides", "syntax")

    def __init__(self) -> None:
        self.insides: set[str] = set()
        self.syntax: set[str] = set()


class Reader(Protocol):
    """Whoever reads facts now."""

    reads: Reads


class WatchedFacts(Facts):
    """Facts that note down who looks at more than the outline of a file."""

    path: str
    reader: "Reader"


def _noting(name: str) -> property:
    position = Facts._fields.index(name)

    def read(facts: WatchedFacts) -> Any:
        facts.reader.reads.insides.add(facts.path)
        return facts[position]

    return property(read)


for _name in ("calls", "locals", "scopes", "raises", "rows"):
    setattr(WatchedFacts, _name, _noting(_name))


def watched(facts: Facts, path: str, reader: "Reader") -> Facts:
    """The same facts; the reader's `reads` get the path whenever the insides are looked at."""
    found = tuple.__new__(WatchedFacts, facts)
    found.path, found.reader = path, reader
    return found
