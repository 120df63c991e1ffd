"""Files -> analyses: from the cache where nothing changed, else by reading, in two processes when it is worth it."""

import os
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from onejob.check.running.analysis import Analysis, Analyst
from onejob.check.running.cache import digest
from onejob.check.reading.discovery import Failure, Stamp, Tree
from onejob.check.project.layers import Placement
from onejob.check.project.modules import module_names, unresolved
from onejob.check.reading.source import read
from onejob.check.running.workers import Team

WORTH_FORKING = 300_000  # bytes of source; a fork costs about as much as parsing 30 kB
RACY = 20_000_000  # nanoseconds: a file this young may change again without a newer time stamp

Progress = Callable[[int], None]


class Loaded(NamedTuple):
    """Every file's analysis by path, and whether anything had to be read."""

    analyses: Mapping[str, Analysis]
    fresh: int


class Loader:
    """Analyses the files of a tree.

    Parameters:
        known: analyses of an earlier run, as plain tuples by path.
        team: the processes that may read; it splits when it is worth it.
        unsaved: bytes to be checked instead of a file's own, by path.
    """

    def __init__(
        self,
        tree: Tree,
        analyst: Analyst,
        known: Mapping[str, Any],
        team: Team,
        progress: Progress,
        unsaved: Mapping[str, bytes],
    ) -> None:
        self.tree = tree
        self.analyst = analyst
        self.known = known
        self.team = team
        self.progress = progress
        self.unsaved = unsaved
        self.fresh = 0

    def load(self) -> Loaded:
        """All analyses; names are settled in two rounds, because imports can show where a source root is."""
        before = frozenset(item for entry in self.known.values() for item in entry[_IMPORTED])
        if self.known.keys() == self.tree.files.keys():
            first = self._round({path: entry[_NAME] for path, entry in self.known.items()}, {})
        else:
            first = self._round(self._names(before), {})
        imported = frozenset(item for analysis in first.values() for item in analysis.imported)
        if imported == before:
            return Loaded(first, self.fresh)
        return Loaded(self._round(self._names(imported), first), self.fresh)

    def _names(self, imported: frozenset[str]) -> dict[str, str]:
        names = module_names(self.tree.files)
        return module_names(self.tree.files, unresolved(imported, names))

    def _round(self, names: Mapping[str, str], before: Mapping[str, Analysis]) -> dict[str, Analysis]:
        found: dict[str, Analysis] = {}
        stale: list[str] = []
        for path, stamp in self.tree.files.items():
            known = before.get(path) or self._remembered(path)
            if known is not None and known.name == names[path] and known.stamp == stamp:
                found[path] = known
            else:
                stale.append(path)
        if stale:
            found.update(self._read_all(stale, names, before))
        return {path: found[path] for path in self.tree.files}

    def _remembered(self, path: str) -> Analysis | None:
        entry = self.known.get(path)
        return Analysis._make(entry) if entry is not None else None

    def _read_all(
        self, stale: list[str], names: Mapping[str, str], before: Mapping[str, Analysis]
    ) -> dict[str, Analysis]:
        self.fresh += len(stale)
        sizes = [self.tree.files[path][2] for path in stale]
        if sum(sizes) > WORTH_FORKING:
            self.team.split()
        mine = self.team.mine(stale, sizes)
        shares = self.team.gather(
            {path: tuple(self._read(path, names[path], before.get(path))) for path in mine}
        )
        return {path: Analysis._make(entry) for share in shares for path, entry in share.items()}

    def _read(self, path: str, name: str, before: Analysis | None) -> Analysis:
        if not self.team.number:
            self.progress(1)
        data = self.unsaved[path] if path in self.unsaved else read(os.path.join(self.tree.root, path), path)
        stamp = self.tree.files[path]
        if isinstance(data, Failure):
            return Analysis(stamp, b"", name, failure=tuple(data))
        content = digest(data)
        known = before or self._remembered(path)
        if known is not None and known.digest == content and known.name == name and not known.failure:
            return known._replace(stamp=stamp)
        by_path = Placement(*known.by_path) if known is not None and known.by_path else None
        return self.analyst.analyse(path, name, stamp, data, content, by_path)


def to_be_trusted(analyses: Mapping[str, Analysis]) -> dict[str, Analysis]:
    """Analyses as they are remembered: those of very young files with a stamp that never matches."""
    now = time.time_ns()
    return {
        path: item._replace(stamp=(0, 0, 0)) if is_racy(item.stamp, now) else item
        for path, item in analyses.items()
    }


def is_racy(stamp: Stamp, now: int) -> bool:
    """Whether a file is so young that it may change again without a newer time stamp."""
    return now - max(stamp[:2]) < RACY


_IMPORTED = Analysis._fields.index("imported")
_NAME = Analysis._fields.index("name")
