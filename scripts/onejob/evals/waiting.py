"""Async code from code that is not, whether or not a loop already runs in this thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run the coroutine on a loop of its own in a thread of its own, and wait."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
