"""inotifywait's log → events: skills opened, pages read, the checker run, files written, what was said."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    trees: Sequence[frozenset[str]],
) -> list[Event]:
    """The events of every turn, each ending with what the agent said.

    Args:
        replies: the final message of each turn.
        trees: the paths that exist after each turn.
    """
    found: list[Event] = []
    listed = list(notifications)
    start = turns[0].began
    for number, turn in enumerate(turns, start=1):
        ended = turn.ended or float("inf")
        lower = float("-inf") if number == 1 else int(turns[number - 2].ended or turn.began) + 1
        mine = [one for one in listed if lower <= one.at and int(one.at) <= ended]
        found += _turn(mine, number, start, trees[number - 1].__contains__)
        at = None if turn.ended is None else round(turn.ended - start, 1)
        found.append(Event(number, "say", replies[number - 1], at))
    return found


def _turn(
    mine: Sequence[Notification], number: int, start: float, exists: Callable[[str], bool]
) -> Iterator[Event]:
    seen: dict[tuple[Kind, str], int] = {}
    for one in mine:
        kept = _meaning(one, exists)
        if kept is None:
            continue
        kind, detail = kept
        # Opened again within the same turn it is no news; a second run of the checker is.
        if kept in seen and (kind != "run" or one.at - seen[kept] < 2):
            continue
        seen[kept] = one.at
        yield Event(number, kind, detail, max(0.0, round(one.at - start, 1)))


def _meaning(one: Notification, exists: Callable[[str], bool]) -> tuple[Kind, str] | None:
    if any(map(is_cache, PurePosixPath(one.path).parts)) or one.path.endswith(".pyc"):
        return None
    if found := _SKILL.match(one.path):
        return _of_skill(one, found["name"], found["inner"])
    if not one.written:
        return None
    if exists(one.path):
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
