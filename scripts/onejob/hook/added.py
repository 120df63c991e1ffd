"""The findings that an edit added: those after it, less those before it."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from onejob.check.running.cache import Cache, folder_for
from onejob.check.configuration.config_file import ConfigFile, find_config
from onejob.check.finding import Finding
from onejob.check.result import Result
from onejob.check.run import Request, run
from onejob.hook import memory
from onejob.hook.edit import Edit

_NUMBER = re.compile(r"\d+")


class Added(NamedTuple):
    """What an edit added. `known` is False when nothing tells which of the findings are new."""

    result: Result
    known: bool = True


class _AsItWas(Cache):
    """A cache that keeps answering with what lay in it first.

    That was mostly stored after the session's last edit, so it knows the state before this one, which is then not judged anew.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._first: dict[tuple[str, bytes], Any] = {}

    def load(self, kind: str, key: bytes) -> Any:
        if (kind, key) not in self._first:
            self._first[kind, key] = super().load(kind, key)
        return self._first[kind, key]


def added(edit: Edit) -> Added:
    """Check the file as it is now and, if it has findings, as it was before.

    Raises:
        ConfigError: the project's configuration cannot be used.
        OSError: something cannot be read.
    """
    file = find_config([edit.path])
    os.environ.setdefault("ONEJOB_CACHE_DIR", os.path.join(memory.folder(), "analyses"))
    cache = _AsItWas(folder_for(file.root))
    now = run(Request([edit.path]), file, cache=cache)
    if now.vacuous:  # no layers here: not a project of this architecture
        return Added(now.only([]))
    findings = _counted(now.findings)
    earlier = _earlier(edit, now, file, cache) if findings else Counter[memory.Key]()
    if not _broken(now):
        memory.remember(edit.session, edit.path, findings)
    if earlier is None:
        return Added(now, known=False)
    return Added(now.only(_new(now.findings, earlier)))


def _earlier(edit: Edit, now: Result, file: ConfigFile, cache: Cache) -> Counter[memory.Key] | None:
    """The findings before the edit; what could not be parsed then is looked up in the session's memory."""
    if edit.before == "":
        return Counter()
    if edit.before is not None:
        unsaved = {edit.path: edit.before.encode("utf-8", "replace")}
        before = run(Request([edit.path], unsaved=unsaved), file, cache=cache)
        if _broken(now) or not _broken(before):
            return _counted(before.findings)
    return memory.recall(edit.session, edit.path)


def _broken(result: Result) -> bool:
    return any(item.rule == "cannot-parse" for item in result.findings)


def _new(findings: Iterable[Finding], earlier: Counter[memory.Key]) -> list[Finding]:
    left, new = Counter(earlier), []
    for item in findings:
        key = _key(item)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(item)
    return new


def _counted(findings: Iterable[Finding]) -> Counter[memory.Key]:
    return Counter(map(_key, findings))


def _key(item: Finding) -> memory.Key:
    """What stays the same when lines move."""
    return item.rule, item.symbol, _NUMBER.sub("0", item.message)
