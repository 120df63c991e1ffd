"""The line of one run to its model: opened when the run begins, closed when it ends."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.failure import EvalError
from onejob.evals.model.api import Upstream
from onejob.evals.model.cassette import (
    Cassette,
    Player,
    Recorder,
    cassette_path,
    check_agent,
    load,
    save,
)
from onejob.evals.model.forwarding import Forwarding
from onejob.evals.model.proxy import NO_CAPS, Caps, Proxy, Source, listening
from onejob.evals.places import shown
from onejob.evals.sandbox import Forward


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line in use.

    Attributes:
        forward: how the sandbox reaches it.
        proxy: knows what went over it.
        source: where the answers come from.
        cassette: the file to record to, or played from.
        note: whose answers those of a cassette are.
    """

    forward: Forward
    proxy: Proxy
    source: Source
    cassette: Path | None
    note: str

    def finish(self, label: Mapping[str, str | None], status: str) -> None:
        """Once the run is at its end: keep what was recorded, or make sure that all of it was asked for.

        Raises:
            EvalError: the run made fewer requests than when it was recorded.
        """
        if self.cassette is None or status != "completed":
            return
        if isinstance(self.source, Recorder):
            save(Cassette(label, self.note, self.source.exchanges), self.cassette)
        elif isinstance(self.source, Player) and (unheard := self.source.unheard()):
            raise EvalError(
                f"{shown(self.cassette)}: stale: the run ended, and {unheard} recorded answers were not asked for; "
                "record it again with --record DIR"
            )


@dataclass(frozen=True, slots=True)
class ModelLine:
    """Where answers come from, for all runs of one invocation.

    Attributes:
        upstream: the model's server; None when cassettes are played.
        record: folder to keep cassettes in.
        replay: folder of cassettes to play; nothing is ever asked of a server then.
        note: what a recorded cassette shall say about whose answers it holds.
    """

    upstream: Upstream | None
    caps: Caps = NO_CAPS
    record: Path | None = None
    replay: Path | None = None
    note: str = ""

    @asynccontextmanager
    async def open(self, run: str, label: Mapping[str, str | None], scratch: Path) -> AsyncIterator[OpenLine]:
        """A proxy of its own for one run.

        Args:
            run: which one this is: CASE/ARM/TRIAL.
            label: the agent's.
            scratch: the run's private folder; the socket lies there.

        Raises:
            EvalError: there is no cassette of this run, or it is damaged or stale.
        """
        folder = self.replay or self.record
        path = cassette_path(folder, label["name"] or "", run) if folder else None
        source, note = self._source(path, label)
        proxy = Proxy(source, self.caps)
        async with listening(proxy, scratch / "m") as forward:
            yield OpenLine(forward, proxy, source, path, note)

    def _source(self, path: Path | None, label: Mapping[str, str | None]) -> tuple[Source, str]:
        if self.replay and path:
            cassette = load(path)
            check_agent(cassette, label, path)
            return Player(cassette), cassette.note
        assert self.upstream is not None
        forwarding = Forwarding(self.upstream)
        return (Recorder(forwarding) if self.record else forwarding), self.note
