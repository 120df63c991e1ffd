"""`--changed REF`: what the working tree has and the revision had not, wherever it shows."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from onejob.check.adoption.baseline import Fingerprint, fingerprint
from onejob.check.adoption.git import Changes, changes
from onejob.check.finding import Finding
from onejob.check.reading.discovery import SKIPPED_FOLDERS, Tree, discover
from onejob.check.result import Result
from onejob.check.run import Request

Check = Callable[[Request], Result]
Key = tuple[Fingerprint, str]
_NUMBER = re.compile(r"\d+")


class Since(NamedTuple):
    """What a revision had. `touched` are the files that differ from it, `changed` counts those that were asked for."""

    ref: str
    root: str
    before: Counter[Key]
    touched: frozenset[str]
    changed: int

    def new_in(self, now: Result) -> Result:
        """The part of a result that the revision had not; of several alike the last ones are new.

        What cannot be parsed in a changed file is new in any case: nothing else can be said about that change.
        """
        left = Counter(self.before)
        new: list[Finding] = []
        for item in now.findings:
            key = _key(item, self.root, {})
            is_broken = item.rule == "cannot-parse" and key[0].path in self.touched
            if left[key] > 0 and not is_broken:
                left[key] -= 1
            else:
                new.append(item)
        narrowed = now.only(new)
        older = len(now.findings) - len(new)
        summary = narrowed.summary._replace(since=self.ref, changed=self.changed, older=older)
        return narrowed._replace(summary=summary)


def since(ref: str, now: Result, request: Request, root: str, check: Check) -> Since:
    """Checks the application as it was where the working tree left the revision; moved files keep their findings.

    Parameters:
        now: the result of the same request today.
        check: answers a request.

    Raises:
        GitError: git cannot answer.
    """
    asked = os.path.abspath(request.paths[0])
    found = changes(ref, asked if os.path.isdir(asked) else os.path.dirname(asked))
    tree = discover(request.paths, root)
    then = _then(request, found, tree)
    same = then.is_of_disk and request.is_of_disk
    findings = now.findings if same else check(then).findings
    moved = {_relative(old, root): _relative(new, root) for old, new in found.moved.items()}
    touched = frozenset(_relative(path, root) for path in (*found.before, *request.unsaved))
    changed = sum(path in tree.files and tree.is_asked(path) for path in touched)
    return Since(ref, root, _counted(findings, root, moved), touched, changed)


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _then(request: Request, found: Changes, tree: Tree) -> Request:
    """The same question about the tree as it was: what is gone comes back where the application lies."""
    tops = {path.partition("/")[0] for path in tree.files}
    names = {path: _relative(path, tree.root) for path in found.before}
    inside = [
        path
        for path, name in names.items()
        if name in tree.files or (name.partition("/")[0] in tops and not _is_skipped(name))
    ]
    unsaved = {path: data for path in inside if (data := found.before[path]) is not None}
    absent = frozenset(path for path in inside if found.before[path] is None)
    return request._replace(unsaved=unsaved, absent=absent, strict=False)


def _is_skipped(name: str) -> bool:
    return any(part in SKIPPED_FOLDERS or part.startswith(".") for part in name.split("/"))


def _counted(findings: Iterable[Finding], root: str, moved: Mapping[str, str]) -> Counter[Key]:
    return Counter(_key(item, root, moved) for item in findings)


def _key(item: Finding, root: str, moved: Mapping[str, str]) -> Key:
    """The baseline's fingerprint and what is said, numbers left out: one sin in another's place is a new one."""
    key = fingerprint(item, root)
    return key._replace(path=moved.get(key.path, key.path)), _NUMBER.sub("0", item.message)
