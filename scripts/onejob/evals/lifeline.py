"""A program that does not outlive us, at whatever moment we are killed.

`--die-with-parent` of bubblewrap and PR_SET_PDEATHSIG take effect some time after a program has started; a parent
that is killed before leaves the program behind. Here the program starts below a small guard, in the guard's process
group. The guard holds the reading end of a pipe whose writing end is ours alone: the kernel closes it when we end,
and the guard then kills the whole group. Started too late, it finds the pipe closed already, and kills all the same.

Run as a script (`lifeline.py FD PROGRAM ARGUMENTS`), standard library only: this is the guard.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import cache


@cache
def lifeline() -> int:
    """The reading end, to be handed on with `pass_fds`. The writing end stays open as long as this process lives."""
    reading, _ = os.pipe()
    return reading


def guarded(command: Sequence[str]) -> list[str]:
    """The command below a guard. It must be started with `pass_fds=(lifeline(),)` and in a session of its own."""
    return [sys.executable, "-I", "-S", __file__, str(lifeline()), *command]


def guard(reading: int, command: Sequence[str]) -> int:
    """Run the command; its exit status, 128 and more where a signal ended it, 127 where it cannot be started."""
    threading.Thread(target=_end_with, args=(reading,), daemon=True).start()
    try:
        status = subprocess.call(command)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    return status if status >= 0 else 128 - status


def _end_with(reading: int) -> None:
    while os.read(reading, 1):
        pass
    os.kill(0, signal.SIGKILL)  # the group: nothing can be forked out of it while this signal is delivered


if __name__ == "__main__":
    if os.getpgrp() != os.getpid():
        sys.exit(
            "this guard would kill a process group that is not its own; start it in a session of its own"
        )
    sys.exit(guard(int(sys.argv[1]), sys.argv[2:]))
