"""What all graders of one invocation share: the database cluster, the kind of isolation, how much goes on at once."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from onejob.evals.database import Cluster, cluster
from onejob.evals.sandbox import Isolation, Limits, isolation, sweep


@dataclass(frozen=True, slots=True)
class Bench:
    """The workbench of one invocation.

    Attributes:
        waiting: slots for work that mostly waits: contract tests spend their time on timeouts and latencies.
        computing: slots for work that keeps a core busy; one core stays free for those who measure latency.
    """

    cluster: Cluster
    isolation: Isolation
    limits: Limits
    waiting: asyncio.Semaphore
    computing: asyncio.Semaphore


@contextmanager
def bench(limits: Limits = Limits()) -> Iterator[Bench]:  # noqa: B008 (frozen)
    """A bench with a running PostgreSQL.

    Args:
        limits: what each generated application may use.
    """
    cores = os.cpu_count() or 1
    sweep()
    with cluster() as running:
        yield Bench(
            running, isolation(), limits, asyncio.Semaphore(2 * cores), asyncio.Semaphore(max(1, cores - 1))
        )
