"""Abstract values: which sessions an object holds, and through which fields."""

from collections.abc import Iterator
from typing import NamedTuple

from onejob.check.project.file import File, Found
from onejob.check.reading.syntax import Function

_DEEPEST_PATH = 7


class Origin(NamedTuple):
    """One session (or opened unit of work): equal keys are the same object at run time.

    `label` names it for a person, `path` and `line` are where it is opened ("" and 0 for one that came from outside).
    """

    key: tuple[object, ...]
    label: str
    kind: str = "AsyncSession"
    path: str = ""
    line: int = 0


class Bound(NamedTuple):
    """A function together with what it is called on."""

    node: Function
    file: File
    owner: "Value | None"


class Value:
    """What the wiring knows about one object.

    `own` are the sessions it is (a session is its own origin), `fields` what it was built with, `found` its class,
    `kind` one of "object", "class", "function", "maker" (opens a new session on each call), "maker of makers".
    """

    __slots__ = ("fields", "found", "function", "items", "kind", "own")

    def __init__(
        self,
        found: Found | None = None,
        own: tuple[Origin, ...] = (),
        items: tuple["Value", ...] = (),
        function: Bound | None = None,
        kind: str = "object",
    ) -> None:
        self.found, self.own, self.items, self.function, self.kind = found, own, items, function, kind
        self.fields: dict[str, Value] = {}

    def held(self, depth: int = 0) -> Iterator[tuple[Origin, tuple[str, ...]]]:
        """Every session that can be reached from here, with the fields on the way, innermost first."""
        for origin in self.own:
            yield origin, ()
        if depth >= _DEEPEST_PATH:
            return
        for item in self.items:
            yield from item.held(depth + 1)
        for name, inner in self.fields.items():
            step = f"{self.found.item.name}.{name}" if self.found else name
            for origin, path in inner.held(depth + 1):
                yield origin, (*path, step)

    @property
    def is_known(self) -> bool:
        return bool(self.found or self.own or self.items or self.function or self.kind != "object")


UNKNOWN = Value()


def merged(values: list[Value]) -> Value:
    """The value of an expression with several outcomes."""
    known = [item for item in values if item.is_known]
    if len(known) <= 1:
        return known[0] if known else UNKNOWN
    return Value(items=tuple(known))
