"""Standard output whose reader may leave: `onejob check | head` ends with the check's own status and without a word."""

import errno
import io
import os
import sys


class _Patient(io.FileIO):
    """Output that goes on into the void when its reader has had enough."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        try:
            return super().write(data) or 0
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, self.fileno())
        os.close(void)
        return len(data)


def prepare() -> None:
    """Makes the process's own streams patient, and able to print file names that are no text."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is not sys.__stdout__ or not isinstance(sys.stdout, io.TextIOWrapper):
        return  # somebody captures it
    try:
        raw = _Patient(sys.stdout.fileno(), "wb", closefd=False)
    except (OSError, ValueError):  # there is none
        return
    sys.stdout.flush()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=sys.stdout.encoding,
        errors="backslashreplace",
        line_buffering=sys.stdout.line_buffering,
    )
