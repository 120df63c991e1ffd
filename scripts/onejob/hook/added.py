"""The findings that an edit added: those after it, less those before it."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from onejob.check.running.cache import folder_for
from onejob.check.configuration.config_file import find_config
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


def added(edit: Edit) -> Added:
    """Check the file as it is now and, if it has findings, as it was before.

    Raises:
        ConfigError: the project's configuration cannot be used.
        OSError: something cannot be read.
    """
    now = _check(edit.path)
    if now.vacuous:  # no layers here: not a project of this architecture
        return Added(now.only([]))
    findings = _counted(now.findings)
    earlier = _earlier(edit, now) if findings else Counter[memory.Key]()
    if not _broken(now):
        memory.remember(edit.session, edit.path, findings)
    if earlier is None:
        return Added(now, known=False)
    return Added(now.only(_new(now.findings, earlier)))


def _earlier(edit: Edit, now: Result) -> Counter[memory.Key] | None:
    """The findings before the edit; what could not be parsed then is looked up in the session's memory."""
    if edit.before == "":
        return Counter()
    if edit.before is not None:
        before = _check(edit.path, edit.before)
        if _broken(now) or not _broken(before):
            return _counted(before.findings)
    return memory.recall(edit.session, edit.path)


def _check(path: str, text: str | None = None) -> Result:
    os.environ.setdefault("ONEJOB_CACHE_DIR", os.path.join(memory.folder(), "analyses"))
    file = find_config([path])
    unsaved = {} if text is None else {path: text.encode("utf-8", "replace")}
    return run(Request([path], cache=folder_for(file.root), unsaved=unsaved), file)


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
