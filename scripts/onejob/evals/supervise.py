"""One started program: its log kept short, its use of the machine watched, its whole family ended."""

import asyncio
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import psutil  # type: ignore[import-untyped]

from onejob.evals.lifeline import guarded, lifeline
from onejob.evals.sandbox import Invocation, Limits

_LOOK_EVERY = 0.2
_TAIL_BYTES = 64 * 1024
_ENTRY = 4096  # what an empty file counts for: names take room, too


@dataclass(frozen=True, slots=True)
class Stop:
    """Why we ended a program: what its run then counts as (`timeout`, `budget`, …), and in words."""

    status: str
    because: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a program ended: by itself with an exit status, or stopped."""

    exit_status: int
    log: str
    stop: Stop | None


class Supervised:
    """A running program with limits that no rlimit can express: a whole family's memory, number and disk."""

    def __init__(
        self, invocation: Invocation, limits: Limits, stdin: bytes | None = None, output: Path | None = None
    ) -> None:
        """Start it.

        Args:
            output: a file for what it writes to standard output; without one that is part of the log.
        """
        self.stop: Stop | None = None
        self._folders = invocation.writable
        self._limits = limits
        self._tail: deque[bytes] = deque()
        self._seen = self._kept = 0
        self._process = _start(invocation, stdin is not None, output)
        self._threads = [
            threading.Thread(target=self._drain, daemon=True),
            threading.Thread(target=self._watch, daemon=True),
        ]
        if stdin is not None:
            self._threads.append(threading.Thread(target=self._feed, args=(stdin,), daemon=True))
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def stopped_because(self) -> str | None:
        """In words, or None."""
        return self.stop.because if self.stop else None

    @property
    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def log(self) -> str:
        """The last 64 KiB it wrote, as text."""
        return b"".join(list(self._tail)).decode("utf-8", "replace")

    def wait(self, seconds: float) -> int:
        """Wait for its end and return the exit status.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        status = self._process.wait(seconds)
        self._threads[0].join(timeout=1)
        return status

    def kill(self, stop: Stop | None = None) -> None:
        """End the program and all it started; the first reason given is the one kept."""
        if stop and self._process.poll() is None:
            self.stop = self.stop or stop
        family = self._family()
        end_group(self._process.pid)
        for member in family:
            with suppress(psutil.Error):
                member.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)

    def _family(self) -> list[Any]:
        try:
            return list(psutil.Process(self._process.pid).children(recursive=True))
        except psutil.Error:
            return []

    def _drain(self) -> None:
        stream = self._process.stderr or self._process.stdout
        assert stream is not None
        while data := os.read(stream.fileno(), 65536):
            self._seen += len(data)
            self._keep(data)
            if self._seen > self._limits.log_bytes:
                self.kill(Stop("budget", f"it wrote more than {self._limits.log_bytes >> 20} MiB of log"))
        stream.close()

    def _keep(self, data: bytes) -> None:
        self._tail.append(data)
        self._kept += len(data)
        while self._kept - len(self._tail[0]) >= _TAIL_BYTES:
            self._kept -= len(self._tail.popleft())

    def _feed(self, data: bytes) -> None:
        stream: BinaryIO | None = self._process.stdin  # type: ignore[assignment]
        assert stream is not None
        try:
            stream.write(data)
            stream.close()
        except OSError:
            pass  # it ended without reading its input

    def _watch(self) -> None:
        end = time.monotonic() + self._limits.seconds
        while self._process.poll() is None:
            if time.monotonic() > end:
                self.kill(Stop("timeout", f"it ran longer than {self._limits.seconds} seconds"))
            if reason := self._excess():
                self.kill(Stop("budget", reason))
            time.sleep(_LOOK_EVERY)

    def _excess(self) -> str | None:
        family = self._family()
        if len(family) > self._limits.processes:
            return f"it started more than {self._limits.processes} processes"
        if sum(map(memory_of, family)) > self._limits.memory_bytes:
            return f"it used more than {self._limits.memory_bytes >> 20} MiB of memory"
        if not fits(self._folders, self._limits.disk_bytes):
            return f"it used more than {self._limits.disk_bytes >> 20} MiB of disk"
        return None


async def run_supervised(
    invocation: Invocation,
    limits: Limits,
    stdin: bytes | None = None,
    output: Path | None = None,
    watch: Callable[[], Stop | None] = lambda: None,
) -> Ending:
    """Run the program to its end, whatever the end is; a cancelled task leaves nothing of it.

    Args:
        watch: asked again and again; what it returns ends the program.
    """
    with Supervised(invocation, limits, stdin, output) as process:
        while (status := process.exit_status) is None:
            if stop := watch():
                process.kill(stop)
            await asyncio.sleep(0.02)
        process.wait(1)
        return Ending(status, process.log(), process.stop)


def _start(invocation: Invocation, with_input: bool, output: Path | None) -> subprocess.Popen[bytes]:
    out = output.open("wb") if output else None
    try:
        return subprocess.Popen(
            guarded(invocation.argv),
            env=invocation.environment,
            cwd=invocation.cwd,
            stdin=subprocess.PIPE if with_input else subprocess.DEVNULL,
            stdout=out or subprocess.PIPE,
            stderr=subprocess.PIPE if out else subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(lifeline(),),
        )
    finally:
        if out:
            out.close()


def memory_of(process: Any) -> int:
    """Bytes of memory: what is mapped, and files in memory that are open and mapped nowhere."""
    try:
        used = int(process.memory_info().rss)
    except psutil.Error:
        return 0
    with suppress(OSError):
        for entry in os.scandir(f"/proc/{process.pid}/fd"):
            with suppress(OSError):
                if os.readlink(entry.path).startswith("/memfd:"):
                    used += os.stat(entry.path).st_blocks * 512
    return used


def fits(folders: Sequence[Path], limit: int) -> bool:
    """Whether the folders take up no more than so many bytes of disk; stops counting when they do."""
    used, waiting = 0, list(map(str, folders))
    while waiting and used <= limit:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    used += max(entry.stat(follow_symlinks=False).st_blocks * 512, _ENTRY)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
    return used <= limit


def end_group(leader: int) -> None:
    """Kill a process group by its leader's id; one that is gone is fine."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def end_strays(scratch: Path) -> None:
    """Kill what left its family: processes whose TMPDIR lies in `scratch`. A sandbox needs no such search."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if (
                Path(process.environ().get("TMPDIR", "/")).is_relative_to(scratch)
                and process.pid != os.getpid()
            ):
                process.kill()
