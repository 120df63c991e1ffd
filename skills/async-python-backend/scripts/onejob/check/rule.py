"""What a rule is, what it finds, and how the rules are discovered.

A rule is a module in `rules/`. Its file name is its name, its docstring is its documentation (and its first tests),
and three functions or constants are its law:

    SEVERITY   "error" or "warning"
    REFERENCE  "layers.md#services": where the skill teaches it
    SCOPE      "module": looks at one file's syntax; what it finds is cached with the file
               "file": looks at one file's facts and at whatever they lead to in others; asked again when that changes
               "project": looks at all files together, through surveys
               "run": looks at the check itself: what could not be parsed, which suppressions were used
    LAYERS     optional, for the scopes "module" and "file": it has subjects in files of these layers only; without it,
               a file rule is asked about every file that is no test
    WORDS      optional, for the scopes "module" and "file": a text without any of them has no subjects
    subjects(scope) -> Iterable   everything the rule looks at; its length is the rule's *examined* count
    judge(subject, scope) -> Iterator[Problem]   what is wrong with one subject
    repair(subject, scope, bench) -> Iterator[Edit]   optional, module rules only: the safe repair of a judged subject;
               `bench` holds the file's text and what the whole project does to attributes
"""

import importlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from types import ModuleType
from typing import Any, NamedTuple, Protocol


class Located(Protocol):
    """Anything with a place in a file: an `ast` node or a fact."""

    @property
    def lineno(self) -> int: ...
    @property
    def col_offset(self) -> int: ...


class Problem(NamedTuple):
    """What a rule says about one place. `path` is needed only from project rules."""

    line: int
    column: int
    message: str
    fix: str
    path: str = ""


def problem(place: Located, message: str, fix: str, path: str = "") -> Problem:
    """A problem at `place`: `message` says what is wrong, `fix` what to do instead; both name real identifiers."""
    return Problem(place.lineno, place.col_offset + 1, message, fix, path)


class Example(NamedTuple):
    """One documented example: a small tree of files that must be clean or raise exactly its rule."""

    verdict: str  # "bad" or "good"
    files: dict[str, str]


_FENCE = re.compile(r"^```python (bad|good) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)


class Rule:
    """A rule module, read: `law`, `why` and `examples` come from its docstring."""

    def __init__(self, module: ModuleType) -> None:
        self.name = module.__name__.rpartition(".")[2].replace("_", "-")
        self.severity: str = module.SEVERITY
        self.reference: str = module.REFERENCE
        self.scope: str = module.SCOPE
        self.subjects: Callable[[Any], Iterable[Any]] = module.subjects
        self.judge: Callable[[Any, Any], Iterator[Problem]] = module.judge
        self.repair: Callable[[Any, Any, Any], Iterator[Any]] | None = getattr(module, "repair", None)
        self.options: dict[str, Any] = getattr(module, "OPTIONS", {})
        self.layers: tuple[str, ...] = getattr(module, "LAYERS", ())
        self.words = tuple(word.encode() for word in getattr(module, "WORDS", ()))
        self._doc = (module.__doc__ or "").strip()

    def is_about(self, layer: str) -> bool:
        """Whether a rule of the scope "file" looks at files of this layer."""
        return layer in self.layers if self.layers else layer != "test"

    def looks_for(self, text: bytes) -> bool:
        """Whether the rule would look at anything in this text; it says so itself once it is imported."""
        return True

    @property
    def law(self) -> str:
        """The law in one sentence."""
        return self._doc.partition("\n")[0]

    @property
    def why(self) -> str:
        """The reason, as prose."""
        return self._doc.partition("\n")[2].partition("```")[0].strip()

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The documented examples; `# file: path` lines inside a block start further files."""
        return tuple(_example(*match.groups()) for match in _FENCE.finditer(self._doc))


class RememberedRule(Rule):
    """A rule as an earlier run knew it: its module is imported only when it has to speak.

    Parameters:
        scope, severity, reference, layers, words: what the module says about itself.
    """

    def __init__(
        self,
        name: str,
        scope: str,
        severity: str,
        reference: str,
        layers: tuple[str, ...],
        words: tuple[bytes, ...],
    ) -> None:
        self.name, self.scope, self.severity, self.reference = name, scope, severity, reference
        self.layers, self.words = layers, words

    def looks_for(self, text: bytes) -> bool:
        """Whether one of the rule's words stands in this text: it is imported only then."""
        return not self.words or any(word in text for word in self.words)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__dict__.update(vars(load_rule(self.name)))
        return getattr(self, name)


def _example(verdict: str, path: str, text: str) -> Example:
    head, *rest = _FILE.split(text)
    return Example(verdict, {path: head} | dict(zip(rest[::2], rest[1::2], strict=True)))


@cache
def rule_names() -> tuple[str, ...]:
    """The names of all rules, in alphabetical order, discovered from the files in `rules/` without importing them.

    Raises:
        RuntimeError: no rule file was found (a broken installation must not pass as "clean").
    """
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules")
    files = os.listdir(folder) if os.path.isdir(folder) else []
    names = sorted(
        file[:-3].replace("_", "-") for file in files if file.endswith(".py") and not file.startswith("_")
    )
    if not names:
        raise RuntimeError(f"no rule files in {folder}: the installation is incomplete")
    return tuple(names)


@cache
def load_rule(name: str) -> Rule:
    """One rule, imported."""
    return Rule(importlib.import_module(f"onejob.check.rules.{name.replace('-', '_')}"))


@cache
def load_rules() -> dict[str, Rule]:
    """Every rule by name, in alphabetical order."""
    return {name: load_rule(name) for name in rule_names()}


ALWAYS = "cannot-parse"  # no selection leaves it out: a file that is not checked is always named


def select_rules(select: frozenset[str], ignore: frozenset[str], severities: Mapping[str, str]) -> list[Rule]:
    """The rules of a check: all of them, or the selected ones, without the ignored ones and those that are off."""
    return [
        load_rule(name)
        for name in rule_names()
        if (not select or name in select or name == ALWAYS)
        and name not in ignore
        and severities.get(name) != "off"
    ]
