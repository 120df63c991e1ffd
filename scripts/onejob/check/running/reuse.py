"""What the project rules said last time, and which of them would say the same again after an edit.

A rule may read the *outline* of every file (imports, classes, signatures, module-level assignments) as it likes. Whoever
reads more of a file, its insides (calls, raises, …) or its syntax, is noted down as a reader of it. When an edit leaves
all outlines as they were, only its readers can change their mind, and the findings of the others at most move.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from onejob.check.running.analysis import Analysis
from onejob.check.reading.facts import Facts
from onejob.check.reading.watching import Reads
from onejob.check.reading.encoding import facts_of
from onejob.check.project.project import Project

Position = tuple[int, int]
Placed = tuple[str, int, int, str, str, str]  # path, line, column, message, fix, symbol


class Verdict(NamedTuple):
    """What one project rule said about a whole application.

    `examined` counts its subjects by path ("" for those of no single file); `readers_of` and `parsers_of` are the files
    whose insides and whose syntax it looked at.
    """

    examined: dict[str, int]
    problems: tuple[Placed, ...]
    readers_of: tuple[str, ...] = ()
    parsers_of: tuple[str, ...] = ()


class Memory(NamedTuple):
    """What an earlier check left behind, as plain values: analyses by path, verdicts by rule, and which rules ran.

    `rules` are (name, scope, severity, reference).
    """

    files: Mapping[str, tuple[Any, ...]]
    verdicts: Mapping[str, tuple[Any, ...]]
    rules: tuple[tuple[str, str, str, str], ...] = ()


NOTHING = Memory({}, {})


class Edit(NamedTuple):
    """How one file differs: where its places are now, and whether its insides say the same as before."""

    moved: Mapping[Position, Position]
    same_insides: bool


def edits(before: Mapping[str, Any], now: Mapping[str, Analysis]) -> dict[str, Edit] | None:
    """The files that differ from an earlier run's; None when anything did that a rule may see from afar."""
    if before.keys() != now.keys():
        return None
    found: dict[str, Edit] = {}
    for path, item in now.items():
        known = before[path]
        if known[_DIGEST] == item.digest and known[_NAME] == item.name:
            continue
        old = Analysis._make(known)
        if old.name != item.name or old.placement != item.placement:
            return None
        if not item.placement:  # unparsable, then and now
            continue
        old_facts, new_facts = facts_of(old.facts), facts_of(item.facts)
        if _outline(old_facts) != _outline(new_facts):
            return None
        found[path] = _edit(old_facts, new_facts)
    return found


def kept(verdict: Verdict, changes: Mapping[str, Edit]) -> Verdict | None:
    """The verdict that a rule would give again; None when it has to be asked."""
    problems = verdict.problems
    for path, edit in changes.items():
        if path in verdict.parsers_of or (path in verdict.readers_of and not edit.same_insides):
            return None
        if any(path in item[3] for item in problems):  # a message that names a line of it
            return None
        moved = [_moved(item, edit) if item[0] == path else item for item in problems]
        if None in moved:
            return None
        problems = tuple(item for item in moved if item is not None)
    return verdict._replace(problems=problems)


def verdict_of(examined: dict[str, int], problems: list[Placed], project: Project) -> Verdict:
    """A fresh verdict on one project; the definitions around its findings are looked up now."""
    reads, project.reads = project.reads, Reads()
    files = {file.path: file for file in project.files} if problems else {}
    placed = tuple((*item[:5], files[item[0]].facts.symbol_at(item[1])) for item in problems)
    return Verdict(examined, placed, tuple(sorted(reads.insides)), tuple(sorted(reads.syntax)))


def joined(one: Verdict | None, other: Verdict) -> Verdict:
    """What a rule said about two applications that do not see each other."""
    if one is None:
        return other
    paths = {**one.examined, **other.examined}
    examined = {path: one.examined.get(path, 0) + other.examined.get(path, 0) for path in paths}
    return Verdict(
        examined,
        one.problems + other.problems,
        one.readers_of + other.readers_of,
        one.parsers_of + other.parsers_of,
    )


def _moved(item: Placed, edit: Edit) -> Placed | None:
    path, line, column, message, fix, symbol = item
    place = edit.moved.get((line, column - 1))
    return None if place is None else (path, place[0], place[1] + 1, message, fix, symbol)


def _edit(old: Facts, new: Facts) -> Edit:
    before, after = list(_positions(_outer(old))), list(_positions(_outer(new)))
    same = _plain(_inner(old)) == _plain(_inner(new))
    if same:
        before += _positions(_inner(old))
        after += _positions(_inner(new))
        same = _ranks(before) == _ranks(after)
    return Edit(dict(zip(before, after, strict=True)), same)


def _outer(facts: Facts) -> tuple[tuple[Any, ...], ...]:
    return facts.imports, facts.classes, facts.functions, facts.assignments


def _inner(facts: Facts) -> tuple[tuple[Any, ...], ...]:
    bounds = [(item.name, line, column) for item in facts.scopes for line, column in _bounds(item)]
    return facts.calls, facts.locals, facts.raises, facts.rows, tuple(bounds)


def _bounds(scope: Any) -> tuple[Position, Position]:
    return (scope.first, -1), (scope.last, _LAST)


def _outline(facts: Facts) -> Any:
    return _plain(_outer(facts))


def _plain(pieces: tuple[tuple[Any, ...], ...]) -> Any:
    """Facts without their places."""
    return [[_without_place(item) for item in piece] for piece in pieces]


def _without_place(item: Any) -> Any:
    if item.__class__.__name__ != "Class":
        return item[:-2]
    inside = [_without_place(part) for part in (*item.fields, *item.methods)]
    return item.name, item.bases, item.keywords, item.decorators, len(item.fields), inside


def _positions(pieces: tuple[tuple[Any, ...], ...]) -> Iterator[Position]:
    for piece in pieces:
        for item in piece:
            yield item[-2], item[-1]
            if item.__class__.__name__ == "Class":
                yield from ((part.lineno, part.col_offset) for part in (*item.fields, *item.methods))


def _ranks(positions: list[Position]) -> list[int]:
    """What stands before what."""
    rank = {place: number for number, place in enumerate(sorted(set(positions)))}
    return [rank[place] for place in positions]


_LAST = 1 << 30
_DIGEST = Analysis._fields.index("digest")
_NAME = Analysis._fields.index("name")
