"""One after the other for each key, within this process."""

from asyncio import Lock
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol
from weakref import WeakValueDictionary


class ITurns(Protocol):
    def of(self, key: str) -> AbstractAsyncContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class Turns:
    locks: WeakValueDictionary[str, Lock] = field(default_factory=WeakValueDictionary)

    @asynccontextmanager
    async def of(self, key: str) -> AsyncGenerator[None]:
        lock = self.locks.setdefault(key, Lock())
        async with lock:
            yield
