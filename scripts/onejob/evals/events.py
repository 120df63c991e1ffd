"""events.jsonl: what an agent did, in a form that is the same for every agent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from onejob.evals.failure import BadFileError
from onejob.evals.json_document import read_json_lines
from onejob.evals.schema import problems

Kind = Literal["say", "read", "write", "run", "skill", "error"]
DETAIL: dict[str, str] = {
    "say": "text",
    "error": "text",
    "read": "path",
    "write": "path",
    "run": "command",
    "skill": "name",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the agent did.

    Attributes:
        at: seconds since the run began, where known.
        detail: the text, path, command or skill name, by kind.
    """

    turn: int
    kind: Kind
    detail: str
    at: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The line's JSON object."""
        return {"turn": self.turn, "at": self.at, "kind": self.kind, DETAIL[self.kind]: self.detail}


def read_events(path: Path, remedy: str = "") -> list[Event]:
    """Read and validate.

    Raises:
        BadFileError: naming every line that is not an event.
    """
    lines = read_json_lines(path, remedy)
    found = [
        sentence
        for number, value in lines
        for sentence in problems("event", value, lambda _, number=number: f":{number}")  # type: ignore[misc]
    ]
    turns = [value["turn"] for _, value in lines] if not found else []
    if turns != sorted(turns):
        found.append("the events are not in the order of their turns")
    if found:
        raise BadFileError(path, found, remedy)
    return [
        Event(value["turn"], value["kind"], value[DETAIL[value["kind"]]], value.get("at"))
        for _, value in lines
    ]


def writes(turn: int, before: Mapping[str, str], after: Mapping[str, str]) -> list[Event]:
    """What a turn wrote, as the trees (path → sha256) before and after it show."""
    return [Event(turn, "write", path) for path in sorted(after) if before.get(path) != after[path]]


def dump(events: Iterable[Event]) -> str:
    """The file's text."""
    return "".join(json.dumps(event.as_dict(), ensure_ascii=False) + "\n" for event in events)
