"""`--fix`: rules that know a safe repair offer it as `repair(subject, file) -> Iterator[Edit]`."""

import ast
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator

from onejob.check.running.analysis import load
from onejob.check.configuration.config import Config
from onejob.check.reading.discovery import Failure
from onejob.check.edits import Edit, apply
from onejob.check.finding import Finding
from onejob.check.project.layers import LayerMap, by_content
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Rule, load_rule
from onejob.check.reading.source import decode, read


def fix(findings: Iterable[Finding], config: Config) -> int:
    """Repairs what can be repaired safely, in place; a file that would no longer parse is left as it is.

    Returns:
        How many files were changed.
    """
    wanted: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for item in findings:
        if item.rule != "cannot-parse" and load_rule(item.rule).repair:
            wanted[item.path].add((item.rule, item.line, item.column))
    return sum(_fix_file(path, places, config) for path, places in sorted(wanted.items()))


def _fix_file(path: str, places: set[tuple[str, int, int]], config: Config) -> bool:
    data = read(path, path)
    text = decode(data, path) if isinstance(data, bytes) else data
    if isinstance(text, Failure) or isinstance(data, Failure):
        return False
    loaded = load(data, path, "")
    if isinstance(loaded, Failure):
        return False
    syntax, facts = loaded
    relative = os.path.relpath(path, config.root).replace(os.sep, "/")
    placement = by_content(LayerMap(config.globs).place(relative), facts)
    file = File(relative, "", placement, lambda: facts, Project(config.options), lambda: syntax)
    rules = [load_rule(name) for name in sorted({rule for rule, _, _ in places})]
    edits = [edit for rule in rules for edit in _repairs(rule, file, places)]
    repaired = apply(text, edits)
    if repaired == text or not _parses(repaired):
        return False
    _replace(path, _encode(repaired, data, text))
    return True


def _repairs(rule: Rule, file: File, places: set[tuple[str, int, int]]) -> Iterator[Edit]:
    for subject in rule.subjects(file) if rule.scope == "module" and rule.repair else ():
        if any((rule.name, item.line, item.column) in places for item in rule.judge(subject, file)):
            yield from rule.repair(subject, file) if rule.repair else ()


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _encode(repaired: str, data: bytes, text: str) -> bytes:
    """In the file's own encoding, its byte order mark kept."""
    for encoding in ("utf-8", "utf-8-sig", "latin-1"):
        if text.encode(encoding, "surrogatepass") == data:
            return repaired.encode(encoding)
    import io
    import tokenize

    return repaired.encode(tokenize.detect_encoding(io.BytesIO(data).readline)[0])


def _replace(path: str, data: bytes) -> None:
    """Writes beside the file, then renames: a crash leaves the old or the new text; symlinks and modes stay."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.onejob"
    with open(temporary, "wb") as stream:
        stream.write(data)
    os.chmod(temporary, os.stat(target).st_mode & 0o7777)
    os.replace(temporary, target)
