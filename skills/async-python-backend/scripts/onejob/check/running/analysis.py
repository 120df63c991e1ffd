"""One file, analysed: its facts and what the module rules say about it. Plain values, ready to be cached or sent."""

import ast
import marshal
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from onejob.check.reading.discovery import Failure, Stamp
from onejob.check.reading.extract import extract
from onejob.check.reading.imports import bind, package_of
from onejob.check.reading.facts import Facts
from onejob.check.reading.encoding import encode
from onejob.check.project.layers import LayerMap, Placement, by_content
from onejob.check.project.project import Project
from onejob.check.project.file import File
from onejob.check.rule import Rule
from onejob.check.reading.source import decode, parse, read, wide_lines
from onejob.check.reading.syntax import Syntax


class Analysis(NamedTuple):
    """What is known about one file.

    `facts` are marshalled, so that a file which no rule looks at is never decoded; `problems` are
    (rule, line, column, message, fix, symbol) of the module rules; `by_path` is the placement before the content had
    its say; `wide` are the lines that are not ASCII; `failure` is set, and nothing else, when the file
    could not be parsed.
    """

    stamp: Stamp
    digest: bytes
    name: str
    placement: tuple[Any, ...] = ()
    facts: bytes = b""
    suppressions: tuple[tuple[Any, ...], ...] = ()
    problems: tuple[tuple[str, int, int, str, str, str], ...] = ()
    examined: tuple[tuple[str, int], ...] = ()
    imported: tuple[str, ...] = ()
    failure: tuple[Any, ...] = ()
    by_path: tuple[Any, ...] = ()
    wide: tuple[tuple[int, bytes], ...] = ()


class Analyst:
    """Analyses files with one layer map and one set of module rules."""

    def __init__(
        self, root: str, layers: LayerMap, rules: Sequence[Rule], project: Project, keeps_texts: bool = False
    ) -> None:
        self.root = root
        self.layers = layers
        self.rules = [rule for rule in rules if rule.scope == "module"]
        self.project = project
        self.facts: dict[str, Facts] = {}  # of the files that were analysed here: they need not be decoded
        self.texts: dict[str, bytes] = {}
        self.keeps_texts = keeps_texts

    def analyse(
        self, path: str, name: str, stamp: Stamp, data: bytes, digest: bytes, by_path: Placement | None = None
    ) -> Analysis:
        """One file, from its bytes.

        Parameters:
            path: POSIX, relative to the root.
            name: the dotted module name.
            by_path: where the path alone places it, when that is known.
        """
        by_path = by_path or self.layers.place(path)
        loaded = load(data, path, name, by_path.layer == "repository")
        if isinstance(loaded, Failure):
            return Analysis(stamp, digest, name, failure=tuple(loaded))
        syntax, facts = loaded
        self.facts[path] = facts
        if self.keeps_texts:
            self.texts[path] = data
        placement = by_content(by_path, facts)
        file = File(path, name, placement, lambda: facts, self.project, reader(self.root, path, name))
        file.hold(syntax)
        problems, examined, failure = self._judge(file, data)
        return Analysis(
            stamp, digest, name,
            placement=tuple(placement),
            facts=marshal.dumps(encode(facts)),
            suppressions=tuple(tuple(item) for item in facts.suppressions),
            problems=tuple(problems),
            examined=tuple(examined),
            imported=tuple(sorted({_two_parts(item.dotted) for item in facts.imports})),
            failure=failure,
            by_path=tuple(by_path),
            wide=wide_lines(data, path),
        )  # fmt: skip

    def _judge(self, file: File, text: bytes) -> tuple[list[Any], list[tuple[str, int]], tuple[Any, ...]]:
        problems: list[Any] = []
        examined: list[tuple[str, int]] = []
        failure: tuple[Any, ...] = ()
        for rule in self.rules:
            if (rule.layers and file.layer not in rule.layers) or not rule.looks_for(text):
                continue
            try:
                count = 0
                for subject in rule.subjects(file):
                    count += 1
                    for item in rule.judge(subject, file):
                        symbol = file.syntax.symbol_at(item.line)
                        problems.append((rule.name, item.line, item.column, item.message, item.fix, symbol))
                if count:
                    examined.append((rule.name, count))
            except Exception as error:
                failure = tuple(broken_rule(rule.name, file.path, error))
        return problems, examined, failure


def broken_rule(rule: str, path: str, error: Exception) -> Failure:
    """A rule that failed on a file: reported like a file that could not be checked, the others go on."""
    if os.environ.get("ONEJOB_DEBUG"):
        raise error
    message = f"the rule `{rule}` failed here: {type(error).__name__}: {error}"
    return Failure(
        path, 1, 0, message, f"report this as a fault of onejob; until then ignore it with --ignore {rule}"
    )


def load(data: bytes | Failure, path: str, name: str, rows: bool = False) -> tuple[Syntax, Facts] | Failure:
    """Bytes to syntax and facts; those about returned rows are wanted of repositories only."""
    text = decode(data, path) if isinstance(data, bytes) else data
    tree = parse(text, path) if isinstance(text, str) else text
    if not isinstance(tree, ast.Module) or not isinstance(text, str):
        return tree if isinstance(tree, Failure) else Failure(path, 1, 0, "cannot be read", "")
    try:
        syntax = Syntax(tree)
        return syntax, extract(syntax, text, name, path.endswith("__init__.py"), rows)
    except RecursionError:
        return Failure(path, 1, 0, "cannot be parsed: nested too deeply", "remove the extreme nesting")


def reader(root: str, path: str, name: str) -> Callable[[], Syntax]:
    """Reads one file again, for a rule that must look into bodies."""
    return partial(_read_again, os.path.join(root, path), path, name)


def _read_again(place: str, path: str, name: str) -> Syntax:
    data = read(place, path)
    text = decode(data, path) if isinstance(data, bytes) else data
    tree = parse(text, path) if isinstance(text, str) else text
    if isinstance(tree, Failure):
        raise RuntimeError(tree.message)  # it parsed a moment ago
    syntax = Syntax(tree)
    bind(syntax, package_of(name, path.endswith("__init__.py")))
    return syntax


def _two_parts(dotted: str) -> str:
    """`app.services` of `app.services.orders`: enough to recognise a source root."""
    return ".".join(dotted.split(".", 2)[:2])
