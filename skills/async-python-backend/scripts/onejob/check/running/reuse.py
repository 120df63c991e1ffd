"""What an edit changes for others: which of the notes that rules took while they looked around are no longer true."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from onejob.check.project.worlds import worlds
from onejob.check.reading.encoding import facts_of
from onejob.check.reading.facts import Facts
from onejob.check.reading.watching import SYNTAX, Note, facet
from onejob.check.running.analysis import Analysis

_OUTLINE = ("imports", "classes", "functions", "assignments")  # a place in them matters to nobody else
_INSIDES = ("calls", "locals", "scopes", "raises", "rows", "suppressions", "marks")
_NO_BINDING = frozenset({"attribute", "dynamic", "annotation"})


class Changes(NamedTuple):
    """How the files of a project differ from an earlier check.

    `files` are new or edited; `notes` are what others may have looked at in them; of `paths` everything may be different,
    their being there included.
    """

    files: set[str]
    notes: set[Note]
    paths: set[str]

    def concern(self, reads: frozenset[Note]) -> bool:
        """Whether somebody with these notes would now see something else."""
        if not self.notes.isdisjoint(reads):
            return True
        return bool(self.paths) and any(path in self.paths for path, _ in reads)


def changes(
    before: Mapping[str, Any], now: Mapping[str, Analysis], old_facts: Callable[[str], bytes]
) -> Changes | None:
    """What differs; None when it is so much that everybody has to be asked."""
    names_before = {path: item[_NAME] for path, item in before.items() if item[_PLACEMENT]}
    names_now = {path: item.name for path, item in now.items() if item.placement}
    found = Changes(set(), set(), set())
    if names_before != names_now:
        if not names_before or _is_another_project(names_before, names_now):
            return None
        _note_comings_and_goings(names_before, names_now, found)
    for path, item in now.items():
        known = before.get(path)
        if known is None:
            found.files.add(path)
        elif known[_DIGEST] != item.digest:
            found.files.add(path)
            _note_edit(path, Analysis._make(known), item, old_facts, found)
    return found


def _is_another_project(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether files of that many names came or went that names may mean something else elsewhere."""
    if any(before[path] != now[path] for path in before.keys() & now.keys()):
        return True
    if len(set(now.values())) < len(now) or len(set(before.values())) < len(before):
        return True
    if {name.partition(".")[0] for name in before.values()} != {
        name.partition(".")[0] for name in now.values()
    }:
        return True
    return len(worlds(before)) > 1 or len(worlds(now)) > 1


def _note_comings_and_goings(before: dict[str, str], now: dict[str, str], found: Changes) -> None:
    by_name = {name: path for path, name in (*before.items(), *now.items())}
    for path in before.keys() ^ now.keys():
        name = before.get(path) or now[path]
        package, _, last = name.rpartition(".")
        found.paths.add(path)
        found.notes.add(("", name))
        if package in by_name:
            found.notes.add((by_name[package], last))


def _note_edit(
    path: str, old: Analysis, new: Analysis, old_facts: Callable[[str], bytes], found: Changes
) -> None:
    if not (old.placement and new.placement):
        return
    if old.placement != new.placement:
        found.paths.add(path)
    found.notes.add((path, SYNTAX))
    found.notes.update(_differences(path, facts_of(old_facts(path)), facts_of(new.facts)))


def _differences(path: str, old: Facts, new: Facts) -> Iterator[Note]:
    for kind in _INSIDES:
        if getattr(old, kind) != getattr(new, kind):
            yield path, facet(kind)
    for kind in _OUTLINE:
        if _plain(getattr(old, kind)) != _plain(getattr(new, kind)):
            yield path, facet(kind)
    before, after = _by_name(old), _by_name(new)
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield path, name
    if _stars(old) != _stars(new):  # any name may come from there
        for name in before.keys() | after.keys():
            yield path, name


def _by_name(facts: Facts) -> dict[str, list[Any]]:
    """What each top-level name of a file stands for, places left out."""
    found: dict[str, list[Any]] = {}
    for kind in (facts.classes, facts.functions, facts.assignments):
        for item in kind:
            found.setdefault(item.name.partition(".")[0], []).append(_without_place(item))
    for bound in facts.imports:
        if bound.kind not in _NO_BINDING:
            head = bound.local or bound.module.partition(".")[0]
            found.setdefault(head, []).append(bound[:-2])
    return found


def _stars(facts: Facts) -> list[str]:
    return [item.module for item in facts.imports if item.name == "*"]


def _plain(items: tuple[Any, ...]) -> list[Any]:
    return [_without_place(item) for item in items]


def _without_place(item: Any) -> Any:
    if item.__class__.__name__ != "Class":
        return item[:-2]
    inside = [_without_place(part) for part in (*item.fields, *item.methods)]
    return item.name, item.bases, item.keywords, item.decorators, len(item.fields), inside


_DIGEST = Analysis._fields.index("digest")
_NAME = Analysis._fields.index("name")
_PLACEMENT = Analysis._fields.index("placement")
