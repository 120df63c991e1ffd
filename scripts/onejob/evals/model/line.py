"""The line of one run to its model: opened when the run begins, closed when it ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.model.api import Upstream
from onejob.evals.model.forwarding import Forwarding
from onejob.evals.model.proxy import NO_CAPS, Caps, Proxy, listening
from onejob.evals.sandbox import Forward


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line in use: how the sandbox reaches it, and what went over it."""

    forward: Forward
    proxy: Proxy


@dataclass(frozen=True, slots=True)
class ModelLine:
    """Where answers come from, for all runs of one invocation.

    Attributes:
        upstream: the model's server.
    """

    upstream: Upstream
    caps: Caps = NO_CAPS

    @asynccontextmanager
    async def open(self, name: str, scratch: Path) -> AsyncIterator[OpenLine]:
        """A proxy of its own for one run.

        Args:
            name: which run this is: CASE/ARM/TRIAL.
            scratch: the run's private folder; the socket lies there.
        """
        proxy = Proxy(Forwarding(self.upstream), self.caps)
        async with listening(proxy, scratch / "m") as forward:
            yield OpenLine(forward, proxy)
