"""What somebody looks at, noted down while he looks: so that an edit asks again only those whom it concerns.

A note is a pair: (path, name) for one name of a file, (path, ":calls") for a whole kind of its facts, (path, ":syntax")
for its tree, (path, "") for the file as such, ("", "app.orders") for a module that is not there.
"""

from typing import Any, Protocol

from onejob.check.reading.facts import Facts

Note = tuple[str, str]
SYNTAX = ":syntax"


class Reader(Protocol):
    """Whoever reads facts now."""

    reads: set[Note]


class WatchedFacts(Facts):
    """Facts that note down which kind of them is looked at."""

    path: str
    reader: "Reader"


def facet(name: str) -> str:
    """The second half of a note about all facts of one kind."""
    return f":{name}"


def _noting(name: str) -> property:
    position = Facts._fields.index(name)
    kind = facet(name)

    def read(facts: WatchedFacts) -> Any:
        facts.reader.reads.add((facts.path, kind))
        return facts[position]

    return property(read)


for _name in Facts._fields:
    setattr(WatchedFacts, _name, _noting(_name))


def watched(facts: Facts, path: str, reader: "Reader") -> WatchedFacts:
    """The same facts; the reader's `reads` get a note whenever a kind of them is looked at."""
    found: WatchedFacts = tuple.__new__(WatchedFacts, facts)
    found.path, found.reader = path, reader
    return found
