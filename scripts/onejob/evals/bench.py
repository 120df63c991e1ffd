"""What all graders of one invocation share: the database cluster, the kind of isolation, the slots for work."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from onejob.evals.database import Cluster, cluster
from onejob.evals.sandbox import Isolation, Limits, isolation


@dataclass(frozen=True, slots=True)
class Bench:
    """The workbench of one invocation."""

    cluster: Cluster
    isolation: Isolation
    limits: Limits
    slots: asyncio.Semaphore


@contextmanager
def bench(parallel: int | None = None, limits: Limits = Limits()) -> Iterator[Bench]:  # noqa: B008 (frozen)
    """A bench with a running PostgreSQL.

    Args:
        parallel: pieces of work at a time; at most two by default, because contract tests measure latency.
    """
    with cluster() as running:
        yield Bench(running, isolation(), limits, asyncio.Semaphore(parallel or min(2, os.cpu_count() or 1)))
