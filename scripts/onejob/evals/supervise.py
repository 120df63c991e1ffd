"""One started program: its log kept short, its use of the machine watched, its whole family ended."""

import os
import signal
import subprocess
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Self

import psutil  # type: ignore[import-untyped]

from onejob.evals.lifeline import guarded, lifeline
from onejob.evals.sandbox import Invocation, Limits

_LOOK_EVERY = 0.2
_TAIL_BYTES = 64 * 1024


class Supervised:
    """A running program with limits that no rlimit can express: a whole family's memory and number."""

    def __init__(self, invocation: Invocation, limits: Limits, stdin: bytes | None = None) -> None:
        """Start it.

        Raises:
            OSError: the program could not be started at all.
        """
        self.stopped_because: str | None = None
        self._limits = limits
        self._tail: deque[bytes] = deque()
        self._seen = self._kept = 0
        self._process = subprocess.Popen(
            guarded(invocation.argv),
            env=invocation.environment,
            cwd=invocation.cwd,
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(lifeline(),),
        )
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

    def kill(self, because: str | None = None) -> None:
        """End the program and all it started; the first reason given is the one kept."""
        if because and self._process.poll() is None:
            self.stopped_because = self.stopped_because or because
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
        stream = self._process.stdout
        assert stream is not None
        while data := os.read(stream.fileno(), 65536):
            self._seen += len(data)
            self._keep(data)
            if self._seen > self._limits.log_bytes:
                self.kill(f"it wrote more than {self._limits.log_bytes >> 20} MiB of log")
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
                self.kill(f"it ran longer than {self._limits.seconds} seconds")
            if reason := self._excess():
                self.kill(reason)
            time.sleep(_LOOK_EVERY)

    def _excess(self) -> str | None:
        family = self._family()
        if len(family) > self._limits.processes:
            return f"it started more than {self._limits.processes} processes"
        used = 0
        for member in family:
            try:
                used += member.memory_info().rss
            except psutil.Error:
                continue
        if used > self._limits.memory_bytes:
            return f"it used more than {self._limits.memory_bytes >> 20} MiB of memory"
        return None


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
