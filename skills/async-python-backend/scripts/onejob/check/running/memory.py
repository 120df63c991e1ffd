"""What an earlier check left behind, decoded no further than somebody asks.

Most of it is facts, and what rules had looked at; after an edit hardly any of that is needed.
"""

import marshal
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from onejob.check.project.survey import Part, Parts
from onejob.check.reading.watching import Note
from onejob.check.running.analysis import Analysis
from onejob.check.running.answers import Answer, Heard
from onejob.check.running.cache import Cache, ForgottenError
from onejob.check.running.reuse import Changes

_MOST_BESIDE = 100  # pieces that lie beside the pack before it is written anew
_FACTS = Analysis._fields.index("facts")

RuleRecord = tuple[str, str, str, str, tuple[str, ...], tuple[bytes, ...]]  # as `RememberedRule` takes them


class State(NamedTuple):
    """A memory as plain values.

    `files` are analyses without their facts, `said` what file rules said about each file (examined, problems, failures).
    `surveys` are marshalled by name, `readers` by the first half of a note: its second half -> the numbers of the files
    whose rules took it. `pack` names a file of pieces, and says where each begins: the facts of each source file (by
    path), and what its rules looked at together with its parts (by path and a blank); `beside` are newer pieces.
    """

    files: dict[str, tuple[Any, ...]] = {}  # noqa: RUF012
    said: dict[str, tuple[Any, ...]] = {}  # noqa: RUF012
    verdicts: dict[str, tuple[Any, ...]] = {}  # noqa: RUF012
    rules: tuple[RuleRecord, ...] = ()
    numbers: dict[str, int] = {}  # noqa: RUF012
    surveys: dict[str, bytes] = {}  # noqa: RUF012
    readers: dict[str, bytes] = {}  # noqa: RUF012
    pack: tuple[str, dict[str, tuple[int, int, int]]] = ("", {})
    beside: dict[str, bytes] = {}  # noqa: RUF012


class Memory:
    """One earlier check.

    Parameters:
        state: as `State` in a plain tuple; None for no memory.
        cache: where the facts lie.
    """

    def __init__(self, state: tuple[Any, ...] | None, cache: Cache) -> None:
        self.state = State(*state) if state is not None else State()
        self.cache = cache
        self._known: dict[str, tuple[tuple[Note, ...], Parts]] = {}

    def facts(self, path: str) -> bytes:
        """The facts of a file, as an analysis has them.

        Raises:
            ForgottenError: they cannot be read any more.
        """
        return self.piece(path)

    def piece(self, key: str) -> bytes:
        """A piece by its key.

        Raises:
            ForgottenError: it cannot be read any more.
        """
        if key in self.state.beside:
            return self.state.beside[key]
        name, places = self.state.pack
        data = self.cache.piece(name, *places[key]) if key in places else None
        if data is None:
            raise ForgottenError(key)
        return data

    def parts(self, path: str) -> Parts:
        """What a file contributed to surveys."""
        return self._asked(path)[1]

    def reads(self, path: str) -> frozenset[Note]:
        """What the rules looked at while they were asked about a file."""
        return frozenset(self._asked(path)[0])

    def _asked(self, path: str) -> tuple[tuple[Note, ...], Parts]:
        if path not in self.state.said:
            return (), {}
        if path not in self._known:
            self._known[path] = _loads(self.piece(asked(path)), ((), {}))
        return self._known[path]

    def survey(self, name: str) -> dict[str, Part]:
        """What all files contributed to one survey, by path."""
        return _loads(self.state.surveys.get(name), {})  # type: ignore[no-any-return]

    def answer(self, path: str) -> Answer:
        """What file rules said about a file."""
        return Answer({}, frozenset(), *self.state.said[path])

    def verdict(self, rule: str) -> Answer | None:
        """What a project rule said."""
        known = self.state.verdicts.get(rule)
        return Answer({}, frozenset(known[0]), *known[1:]) if known is not None else None

    def concerned(self, changes: Changes) -> set[str]:
        """The files whose rules looked at something that is different now."""
        found: set[int] = set()
        readers = self.state.readers
        for first, second in changes.notes:
            if first in readers:
                found.update(_loads(readers[first], {}).get(second, ()))
        for path in changes.paths & readers.keys():
            for numbers in _loads(readers[path], {}).values():
                found.update(numbers)
        return {path for path, number in self.state.numbers.items() if number in found} if found else set()


def remembered(
    before: Memory, analyses: Mapping[str, Analysis], heard: Heard, rules: Iterable[RuleRecord]
) -> State:
    """The memory of this check, made from the one before as far as nothing changed; its pack may be written."""
    old = before.state
    fresh = {path: answer for path, answer in heard.files.items() if path in heard.asked}
    numbers = {path: old.numbers[path] for path in old.numbers if path in analyses}
    following = max(old.numbers.values(), default=-1) + 1
    for path in heard.files:
        if path not in numbers:
            numbers[path], following = following, following + 1
    kept = {path for path in old.said if path in heard.files and path not in fresh}
    pack, beside = _packed(before, analyses, fresh)
    return State(
        files={path: (*item[:_FACTS], b"", *item[_FACTS + 1 :]) for path, item in analyses.items()},
        said={path: tuple(item[2:]) for path, item in heard.files.items()},
        verdicts={name: (tuple(item.reads), *item[2:]) for name, item in heard.rules.items()},
        rules=tuple(rules),
        numbers=numbers,
        surveys=old.surveys | {name: marshal.dumps(parts) for name, parts in heard.surveys.items()},
        readers=_readers(before, fresh, numbers, set(old.said) - kept),
        pack=pack,
        beside=beside,
    )


def _readers(
    before: Memory, fresh: Mapping[str, Answer], numbers: Mapping[str, int], gone: set[str]
) -> dict[str, bytes]:
    """Who looked at what, after these files were asked again (or are gone)."""
    added: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    removed: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for path in gone:
        notes = before.reads(path)
        for first, second in notes - fresh[path].reads if path in fresh else notes:
            removed[first][second].add(before.state.numbers[path])
    for path, answer in fresh.items():
        for first, second in answer.reads - before.reads(path) if path in before.state.said else answer.reads:
            added[first][second].add(numbers[path])
    readers = dict(before.state.readers)
    for first in removed.keys() | added.keys():
        known = _loads(readers.get(first), {})
        for second in removed[first].keys() | added[first].keys():
            left = set(known.get(second, ())) - removed[first][second] | added[first][second]
            known[second] = tuple(sorted(left))
        readers[first] = marshal.dumps({second: found for second, found in known.items() if found})
    return readers


def _packed(
    before: Memory, analyses: Mapping[str, Analysis], answers: Mapping[str, Answer]
) -> tuple[tuple[str, dict[str, tuple[int, int, int]]], dict[str, bytes]]:
    """Where the pieces lie: those of edited files beside the pack, until there are many of them."""
    name, places = before.state.pack
    wanted = {key for path, item in analyses.items() if item.placement for key in (path, asked(path))}
    beside = {key: data for key, data in before.state.beside.items() if key in wanted}
    beside |= {path: item.facts for path, item in analyses.items() if item.facts}
    beside |= {asked(path): marshal.dumps((tuple(item.reads), item.parts)) for path, item in answers.items()}
    if name and len(beside) <= _MOST_BESIDE:
        return (name, places), beside
    pieces = {key: beside.get(key) or before.piece(key) for key in sorted(wanted)}
    written = os.urandom(8).hex()
    found = before.cache.store_pieces(written, pieces)
    if name:
        before.cache.forget_pieces(name)
    return (written, found), {}


def asked(path: str) -> str:
    """The key of the piece with what the rules looked at when they were asked about a file."""
    return f"{path} "


def _loads(data: bytes | None, default: Any) -> Any:
    return marshal.loads(data) if data is not None else default  # noqa: S302  (out of our own cache)
