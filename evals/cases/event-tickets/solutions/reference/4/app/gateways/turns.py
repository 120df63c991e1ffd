"""One after the other for each key, within this process."""

from asyncio import Lock
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary


@dataclass(frozen=True, slots=True)
class Turns:
    locks: WeakValueDictionary[int, Lock] = field(default_factory=WeakValueDictionary)

    @asynccontextmanager
    async def of(self, key: int) -> AsyncGenerator[None]:
        lock = self.locks.setdefault(key, Lock())
        async with lock:
            yield
