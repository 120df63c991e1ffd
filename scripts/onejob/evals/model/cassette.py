"""What a model answered in one run, kept so that the run can be made again without it.

Answers are kept in full, of the requests only hashes: they hold the client's own instructions, which are not ours to
publish. A request is answered by what it asks; where nothing fits, the cassette is stale, and says so.
"""

import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from onejob.evals.failure import BadFileError, EvalError
from onejob.evals.json_document import read_json
from onejob.evals.model.http import Answer, Request, header, pieces
from onejob.evals.model.likeness import Likeness, likeness
from onejob.evals.model.proxy import Source, StaleError
from onejob.evals.places import shown
from onejob.evals.schema import problems

_TEMPORARY = frozenset({408, 409, 425, 429})
_REMEDY = "Restore the cassette from version control, or record it again with --record DIR."


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, by its likeness, and its answer."""

    path: str
    parts: Mapping[str, str]
    status: int
    content_type: str
    body: str

    @property
    def asked(self) -> Likeness:
        """What was asked."""
        return Likeness(self.path, self.parts)


@dataclass(frozen=True, slots=True)
class Cassette:
    """All exchanges of one run, in order. `note` says whose answers they are."""

    agent: Mapping[str, str | None]
    note: str
    exchanges: list[Exchange] = field(default_factory=list)


def cassette_path(folder: Path, agent: str, run: str) -> Path:
    """Where the cassette of a run (CASE/ARM/TRIAL) lies."""
    return folder / agent / f"{run}.json"


def save(cassette: Cassette, path: Path) -> None:
    """Write it, whole or not at all.

    Raises:
        EvalError: it cannot be written.
    """
    text = json.dumps({"schema_version": 1, **asdict(cassette)}, indent=1, ensure_ascii=False) + "\n"
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise EvalError(f"{shown(path)}: cannot be written: {error.strerror}") from error


def load(path: Path) -> Cassette:
    """Read it.

    Raises:
        BadFileError: there is none, or it is damaged.
    """
    data = read_json(path, _REMEDY)
    if found := problems("cassette", data):
        raise BadFileError(path, found, _REMEDY)
    return Cassette(data["agent"], data["note"], [Exchange(**entry) for entry in data["exchanges"]])


class Recorder:
    """Passes requests on, and keeps what came. Failures of the server's are not kept: nobody asks for them again."""

    def __init__(self, source: Source) -> None:
        self.exchanges: list[Exchange] = []
        self._source = source

    async def answer(self, request: Request) -> Answer:
        """The source's answer."""
        answer = await self._source.answer(request)
        if request.method != "POST" or answer.status in _TEMPORARY or answer.status >= 500:
            return answer
        return Answer(answer.status, answer.headers, self._kept(request, answer))

    async def _kept(self, request: Request, answer: Answer) -> AsyncIterator[bytes]:
        body = bytearray()
        async for piece in answer.body:
            body += piece
            yield piece
        asked = likeness(request)
        kind = header(answer.headers, "content-type") or ""
        self.exchanges.append(
            Exchange(asked.path, asked.parts, answer.status, kind, body.decode("utf-8", "replace"))
        )


class Player:
    """Answers from a cassette, by what is asked. The same question again gets its answers in order, the last for good."""

    def __init__(self, cassette: Cassette) -> None:
        self._recorded = cassette.exchanges
        self._waiting: dict[str, list[Exchange]] = defaultdict(list)
        self._heard: set[int] = set()
        for exchange in cassette.exchanges:
            self._waiting[exchange.asked.key].append(exchange)

    async def answer(self, request: Request) -> Answer:
        """The recorded answer.

        Raises:
            StaleError: nothing like this was asked when the cassette was recorded.
        """
        if request.method != "POST":
            return Answer(404, [], pieces())
        asked = likeness(request)
        fitting = self._waiting.get(asked.key)
        if not fitting:
            raise StaleError(self._explained(asked))
        exchange = fitting.pop(0) if len(fitting) > 1 else fitting[0]
        self._heard.add(id(exchange))
        return Answer(
            exchange.status, [("content-type", exchange.content_type)], pieces(exchange.body.encode())
        )

    def unheard(self) -> int:
        """Recorded answers that nobody asked for."""
        return sum(id(exchange) not in self._heard for exchange in self._recorded)

    def _explained(self, asked: Likeness) -> str:
        ranked: list[tuple[int, int, list[str]]] = []
        for number, exchange in enumerate(self._recorded, start=1):
            differences = asked.differences(exchange.asked)
            ranked.append((len(differences), number, differences))
        if not ranked:
            return "nothing was recorded"
        _, number, differences = min(ranked, key=lambda entry: entry[:2])
        named = ", ".join(differences[:4]) + (" …" if len(differences) > 4 else "")
        return f"no recorded request is like this one; the nearest, number {number}, differs in {named}"


def check_agent(cassette: Cassette, label: Mapping[str, Any], path: Path) -> None:
    """Another version of a client asks other things; say so before it does.

    Raises:
        EvalError: the cassette was recorded with another client.
    """
    recorded, here = (f"{data['name']} {data['version'] or ''}".strip() for data in (cassette.agent, label))
    if recorded != here:
        raise EvalError(
            f"{shown(path)}: stale: recorded with {recorded}, and this is {here}; record it again with --record DIR"
        )
