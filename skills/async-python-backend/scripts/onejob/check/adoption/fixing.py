"""`--fix`: rules that know a safe repair offer it as `repair(subject, file, bench) -> Iterator[Edit]`.

Nothing is written before everything is known: the repaired texts are checked like unsaved files. A file that would not
parse any more, or in which anything new would be found, stays as it is.
"""

import ast
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from onejob.check.running.analysis import load
from onejob.check.configuration.config import Config
from onejob.check.reading.discovery import Failure, discover
from onejob.check.edits import Edit, apply
from onejob.check.finding import Finding
from onejob.check.project.layers import LayerMap, by_content
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Problem, Rule, load_rule
from onejob.check.reading.source import decode, in_characters, read, wide_lines
from onejob.check.result import Result
from onejob.check.adoption.baseline import Fingerprint, counted
from onejob.check.reading.bench import Bench
from onejob.check.reading.usage import Usage, usage_of

# In this order: each sees what the one before has done, and `frozen` is written before `slots`.
RULES = ("mutable-value-object", "dataclass-without-slots", "interpolated-log-event")

Texts = Mapping[str, bytes]  # by absolute path
Check = Callable[[Texts], Result]


class Repair(NamedTuple):
    """One file, repaired in memory; `path` as findings name it."""

    path: str
    before: bytes
    after: bytes


class Repairs(NamedTuple):
    """What could be repaired: the files, how many findings that cures, and the result of a check after it."""

    files: tuple[Repair, ...]
    cured: int
    result: Result


def repairs(check: Check, first: Result, narrow: Callable[[Result], Result], config: Config) -> Repairs:
    """Repairs in memory what is reported and can be repaired safely.

    Parameters:
        check: checks everything, with these texts instead of those of the files.
        first: the result of a check without any.
        narrow: leaves only those findings of a result that are to be repaired.
    """
    before = {name: _bytes(name) for name in {item.path for item in narrow(first).findings}}
    usage = _Usage(config)
    texts: dict[str, bytes] = {}
    result = first
    for name in RULES:
        repaired = _repaired(load_rule(name), narrow(result).findings, {**before, **texts}, config, usage)
        if repaired:
            texts |= repaired
            result = check(_absolute(texts))
    texts, result = _without_growth(texts, first, result, check, str(config.root))
    files = (
        Repair(path, data, texts[path]) for path, data in sorted(before.items()) if path in texts and data
    )
    cured = sum(_fixable(narrow(first)).values()) - sum(_fixable(narrow(result)).values())
    return Repairs(tuple(files), cured, result)


def write(files: Iterable[Repair]) -> int:
    """Writes repaired files; one that was changed in the meantime is left alone.

    Returns:
        How many were written.

    Raises:
        OSError: one cannot be written.
    """
    return sum(_replace(item) for item in files)


def _absolute(texts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {os.path.abspath(path): data for path, data in texts.items()}


def _bytes(path: str) -> bytes:
    data = read(path, path)
    return b"" if isinstance(data, Failure) else data


def _fixable(result: Result) -> Counter[str]:
    return Counter(item.rule for item in result.findings if item.rule in RULES)


def _without_growth(
    texts: dict[str, bytes], first: Result, result: Result, check: Check, root: str
) -> tuple[dict[str, bytes], Result]:
    """Drops the repair of each file in which something new is found; of all when it is found in an untouched file."""
    known = counted(first.findings, root)
    while texts:
        grown = {_shown(item, root) for item in counted(result.findings, root) - known}
        if not grown:
            break
        texts = (
            {path: data for path, data in texts.items() if path not in grown} if grown & texts.keys() else {}
        )
        result = check(_absolute(texts)) if texts else first
    return texts, result


def _shown(item: Fingerprint, root: str) -> str:
    return os.path.relpath(os.path.join(root, item.path)).replace(os.sep, "/")


class _Usage:
    """What the whole project does to attributes, read once, when a repair asks for it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._found: Usage | None = None

    def __call__(self) -> Usage:
        if self._found is None:
            self._found = usage_of(self._texts())
        return self._found

    def _texts(self) -> Iterator[str]:
        root = os.path.abspath(self._config.root)
        for path in discover([root], root).files:
            data = read(os.path.join(root, path), path)
            text = decode(data, path) if isinstance(data, bytes) else data
            yield (
                text if isinstance(text, str) else "" if isinstance(data, Failure) else data.decode("latin-1")
            )


def _repaired(
    rule: Rule, findings: Iterable[Finding], texts: Texts, config: Config, usage: Callable[[], Usage]
) -> dict[str, bytes]:
    places: dict[str, set[tuple[int, int]]] = {}
    for item in findings:
        if item.rule == rule.name:
            places.setdefault(item.path, set()).add((item.line, item.column))
    found = {
        path: _fix_text(rule, path, texts[path], wanted, config, usage) for path, wanted in places.items()
    }
    return {path: data for path, data in found.items() if data}


def _fix_text(
    rule: Rule,
    path: str,
    data: bytes,
    places: set[tuple[int, int]],
    config: Config,
    usage: Callable[[], Usage],
) -> bytes:
    """The repaired bytes of one file; b"" when there is nothing that could be repaired."""
    text = decode(data, path)
    loaded = load(data, path, "")
    if isinstance(text, Failure) or isinstance(loaded, Failure):
        return b""
    syntax, facts = loaded
    relative = os.path.relpath(path, config.root).replace(os.sep, "/")
    placement = by_content(LayerMap(config.globs).place(relative), facts)
    file = File(relative, "", placement, lambda: facts, Project(config.options), lambda: syntax)
    wide = dict(wide_lines(data, path))
    repaired = apply(text, _edits(rule, file, lambda item: _place(item, wide) in places, Bench(text, usage)))
    return _encoded(repaired, data, text) if repaired != text and _parses(repaired) else b""


def _place(item: Problem, wide: Mapping[int, bytes]) -> tuple[int, int]:
    """Where a finding of this problem is: its column counts characters."""
    line = wide.get(item.line)
    return item.line, in_characters(item.column, line) if line else item.column


def _edits(rule: Rule, file: File, is_wanted: Callable[[Problem], bool], bench: Bench) -> Iterator[Edit]:
    for subject in rule.subjects(file):
        if rule.repair and any(is_wanted(item) for item in rule.judge(subject, file)):
            yield from rule.repair(subject, file, bench)


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _encoded(repaired: str, data: bytes, text: str) -> bytes:
    """In the file's own encoding, its byte order mark kept; b"" when that cannot spell it."""
    import io
    import tokenize

    try:
        for encoding in ("utf-8", "utf-8-sig", tokenize.detect_encoding(io.BytesIO(data).readline)[0]):
            if text.encode(encoding, "surrogatepass") == data:
                return repaired.encode(encoding, "surrogatepass")
    except (UnicodeError, LookupError, SyntaxError):
        pass
    return b""


def _replace(item: Repair) -> bool:
    """Writes beside the file, then renames: a crash leaves the old or the new text; symlinks and modes stay."""
    target = os.path.realpath(item.path)
    if _bytes(target) != item.before:
        return False
    temporary = f"{target}.{os.getpid()}.onejob"
    try:
        with open(temporary, "wb") as stream:
            stream.write(item.after)
        os.chmod(temporary, os.stat(target).st_mode & 0o7777)
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    return True
