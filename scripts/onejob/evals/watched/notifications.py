"""inotifywait's log → events: skills opened, pages read, the checker run, files written, what was said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from onejob.evals.events import Event, Kind
from onejob.evals.tree import is_cache
from onejob.evals.watched.desk import Turn

_SKILL = re.compile(r"\.\w+/skills/(?P<name>[^/]+)/(?P<inner>.+)")
_CHECK = "scripts/check.py"


@dataclass(frozen=True, slots=True)
class Notification:
    """One line of the log.

    Attributes:
        at: seconds since the epoch.
        path: relative to the workspace.
    """

    at: int
    written: bool
    path: str


def read_log(text: str, workspace: Path) -> Iterator[Notification]:
    """The log's lines about files of the workspace; half-written and foreign lines are left out."""
    for line in text.splitlines():
        moment, _, rest = line.partition("|")
        flags, _, path = rest.partition("|")
        if not moment.isdigit() or "ISDIR" in flags or not path.startswith(f"{workspace}/"):
            continue
        yield Notification(int(moment), "CLOSE_WRITE" in flags, path[len(str(workspace)) + 1 :])


def to_events(
    notifications: Iterable[Notification],
    turns: Sequence[Turn],
    replies: Sequence[str],
    trees: Sequence[Mapping[str, float]],
) -> list[Event]:
    """The events of every turn, each ending with what the agent said.

    Args:
        replies: the final message of each turn.
        trees: path → time of last change, before the first turn and after each turn.
    """
    found: list[Event] = []
    listed = list(notifications)
    start = turns[0].began
    for number, turn in enumerate(turns, start=1):
        ended = turn.ended or float("inf")
        # What stands before the message was done in making it: the skills' descriptions were read, a snapshot was taken.
        mine = [one for one in listed if turn.began < one.at <= ended]
        logged = list(_turn(mine, number, start, trees[number]))
        missed = _missed(logged, number, start, trees[number - 1], trees[number])
        found += sorted([*logged, *missed], key=lambda event: event.at or 0)
        at = None if turn.ended is None else round(turn.ended - start, 1)
        found.append(Event(number, "say", replies[number - 1], at))
    return found


def _missed(
    logged: Sequence[Event],
    number: int,
    start: float,
    before: Mapping[str, float],
    after: Mapping[str, float],
) -> Iterator[Event]:
    """New files without a notification: a folder that is filled as soon as it is made is watched too late."""
    known = {event.detail for event in logged}
    for path, changed in after.items():
        if path not in before and path not in known and not _SKILL.match(path):
            yield Event(number, "write", path, max(0.0, round(changed - start, 1)))


def _turn(
    mine: Sequence[Notification], number: int, start: float, tree: Mapping[str, float]
) -> Iterator[Event]:
    seen: dict[tuple[Kind, str], int] = {}
    for one in mine:
        kept = _meaning(one, tree)
        if kept is None:
            continue
        kind, detail = kept
        # Opened again within the same turn it is no news; a second run of the checker is.
        if kept in seen and (kind != "run" or one.at - seen[kept] < 2):
            continue
        seen[kept] = one.at
        yield Event(number, kind, detail, max(0.0, round(one.at - start, 1)))


def _meaning(one: Notification, tree: Mapping[str, float]) -> tuple[Kind, str] | None:
    if any(map(is_cache, PurePosixPath(one.path).parts)) or one.path.endswith(".pyc"):
        return None
    if found := _SKILL.match(one.path):
        return _of_skill(one, found["name"], found["inner"])
    if not one.written:
        return None
    if one.path in tree:
        return "write", one.path
    # Written and removed again (a scratch database, an editor's copy): the folder says enough.
    parent = PurePosixPath(one.path).parts[0]
    return "write", parent if "/" in one.path else one.path


def _of_skill(one: Notification, name: str, inner: str) -> tuple[Kind, str] | None:
    if one.written:
        return "write", one.path
    if inner == "SKILL.md":
        return "skill", name
    if inner == _CHECK:
        return "run", f"python {one.path}"
    return ("read", one.path) if inner.endswith(".md") else None
