"""Two processes for a cold run. Forked by hand: importing `concurrent.futures` costs more than it saves."""

import marshal
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

Work = Callable[[Any], tuple[Any, ...]]


def spread(work: Work, items: Sequence[Any], sizes: Sequence[int], jobs: int) -> list[tuple[Any, ...]]:
    """`[work(item) for item in items]`, by up to `jobs` processes; the answers must be plain values.

    A child that dies leaves its share to this process.
    """
    if jobs < 2 or len(items) < 2 or not hasattr(os, "fork") or _has_threads():
        return [work(item) for item in items]
    largest_first = sorted(range(len(items)), key=lambda position: -sizes[position])
    shares = [largest_first[number::jobs] for number in range(jobs)]
    children = [(_start(work, items, share), share) for share in shares[1:]]
    answers: dict[int, tuple[Any, ...]] = {position: work(items[position]) for position in shares[0]}
    for (process, pipe), share in children:
        found = _collect(process, pipe)
        if found is None:
            found = [work(items[position]) for position in share]
        answers.update(zip(share, found, strict=True))
    return [answers[position] for position in range(len(items))]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _has_threads() -> bool:
    """Forking beside other threads can deadlock the child."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _start(work: Work, items: Sequence[Any], share: list[int]) -> tuple[int, int]:
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = 1
    try:
        os.close(reading)
        with open(writing, "wb") as stream:
            stream.write(marshal.dumps([tuple(work(items[position])) for position in share]))
        status = 0
    finally:
        os._exit(status)


def _collect(process: int, pipe: int) -> list[tuple[Any, ...]] | None:
    with open(pipe, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(process, 0)
    if status:
        return None
    answers: list[tuple[Any, ...]] = marshal.loads(data)  # noqa: S302  (our own child wrote it)
    return answers
