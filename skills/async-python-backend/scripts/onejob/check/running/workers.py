"""Several processes that do one check together. Forked by hand: importing `concurrent.futures` costs more than it saves.

All members run the same code from the fork on. Each does its own part of the work, and `gather` gives everybody the
parts of all; at the end the first member is left with everything and the others are gone.
"""

import marshal
import os
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any

_LENGTH = 8  # bytes that say how long a message is


class TeamError(Exception):
    """A member was lost; whoever started the team does the work alone."""


class Team:
    """Up to `size` processes; one until it splits.

    Parameters:
        size: how many processes may work.
    """

    def __init__(self, size: int) -> None:
        self._wanted = size if hasattr(os, "fork") and not _has_threads() else 1
        self.number = 0
        self.size = 1
        self._members: list[
            tuple[int, int, int]
        ] = []  # the first member's: process, pipe from it, pipe to it
        self._first: tuple[int, int] = (-1, -1)  # the others': pipe to the first member, pipe from it

    def __enter__(self) -> "Team":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.number:  # work that was not finished by `deliver`
            os._exit(1)
        for process, reading, writing in self._members:
            os.close(reading)
            os.close(writing)
            os.waitpid(process, 0)
        self._members.clear()

    def split(self) -> None:
        """From here on there are several processes, if there may be."""
        while self.size < self._wanted:
            number = self.size
            to_first, from_first = os.pipe(), os.pipe()
            process = os.fork()
            if process:
                os.close(to_first[1])
                os.close(from_first[0])
                self._members.append((process, to_first[0], from_first[1]))
                self.size += 1
                continue
            os.close(to_first[0])
            os.close(from_first[1])
            for _, reading, writing in self._members:
                os.close(reading)
                os.close(writing)
            self._members.clear()
            self.number, self.size, self._first = number, self._wanted, (to_first[1], from_first[0])
            return

    def mine(self, items: Sequence[str], sizes: Sequence[int]) -> list[str]:
        """This member's share of the work, about as large as the others'; in the given order."""
        if self.size == 1:
            return list(items)
        largest_first = sorted(range(len(items)), key=lambda position: (-sizes[position], position))
        return [items[position] for position in sorted(largest_first[self.number :: self.size])]

    def gather(self, value: Any) -> list[Any]:
        """What every member gives, in the order of the members; plain values.

        Raises:
            TeamError: a member was lost.
        """
        if self.size == 1:
            return [value]
        if self.number:
            _send(self._first[0], value)
            found: list[Any] = _receive(self._first[1])
            return found
        values = [value, *(_receive(reading) for _, reading, _ in self._members)]
        data = marshal.dumps(values)
        for _, _, writing in self._members:
            _write(writing, data)
        return values

    def deliver(self, value: Any) -> list[Any]:
        """What every member gives, to the first one; the others end here.

        Raises:
            TeamError: a member was lost.
        """
        if self.number:
            try:
                _send(self._first[0], value)
            finally:
                os._exit(0)
        values = [value, *(_receive(reading) for _, reading, _ in self._members)]
        self.size = 1
        return values


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _has_threads() -> bool:
    """Forking beside other threads can deadlock the child."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _send(pipe: int, value: Any) -> None:
    _write(pipe, marshal.dumps(value))


def _write(pipe: int, data: bytes) -> None:
    view = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
    try:
        while view:
            view = view[os.write(pipe, view) :]
    except OSError as error:
        raise TeamError("a member is gone") from error


def _receive(pipe: int) -> Any:
    length = int.from_bytes(_read(pipe, _LENGTH), "big")
    return marshal.loads(_read(pipe, length))  # noqa: S302  (a member of this team wrote it)


def _read(pipe: int, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = os.read(pipe, min(length - len(data), 1 << 20))
        if not piece:
            raise TeamError("a member is gone")
        data += piece
    return bytes(data)
