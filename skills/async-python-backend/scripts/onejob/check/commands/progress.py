"""A counter on the terminal for whatever takes longer than two seconds."""

import sys
import time

PATIENCE = 2.0
INTERVAL = 0.2


class Counter:
    """Counts files on stderr, on a terminal only; `clear` removes the line again."""

    def __init__(self) -> None:
        self._started = self._shown = time.monotonic()
        self._count = 0
        self._visible = False
        self._terminal = sys.stderr.isatty()

    def __call__(self, number: int) -> None:
        """Counts `number` more files."""
        self._count += number
        now = time.monotonic()
        if self._terminal and now - self._started > PATIENCE and now - self._shown > INTERVAL:
            self._shown, self._visible = now, True
            print(f"\r{self._count} files read …", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Removes what was shown."""
        if self._visible:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
