"""The parts of bubblewrap's command line that are the same for every program."""

import subprocess
import sys
from functools import cache
from pathlib import Path

_SHARED_MEMORY = 64 * 1024 * 1024
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/bin",
    "/sbin",
    "/etc/ssl",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/alternatives",
)
_NAMESPACES = (
    "--unshare-all",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--die-with-parent",
    "--new-session",
    "--hostname",
    "sandbox",
)


def opening() -> list[str]:
    """Namespaces, the system's programs to read, and the few devices there must be.

    Shared memory is memory, so it has an end.
    """
    system = [word for path in _SYSTEM for word in ("--ro-bind-try", path, path)]
    size = ["--size", str(_SHARED_MEMORY)] if "--size" in _options() else []
    return [*_NAMESPACES, *system, "--proc", "/proc", "--dev", "/dev", *size, "--tmpfs", "/dev/shm"]  # noqa: S108


def closing() -> list[str]:
    """After everything has its place: no file where nobody counts it, no namespace in which it could mount more.

    And no setting of the kernel: where we run as root, the files below /proc/sys are the sandbox's own to write.
    """
    nested = ["--unshare-user", "--disable-userns"] if "--disable-userns" in _options() else []
    return ["--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/", *nested]


@cache
def _options() -> str:
    """What this bwrap knows: older ones lack some of it."""
    try:
        return subprocess.run(
            ["bwrap", "--help"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def masks() -> list[str]:
    """Our package in the environment that we share, and skills that others ship in theirs."""
    packages = list(Path(sys.prefix).glob("lib/python*/site-packages"))
    ours = [path for folder in packages for path in folder.glob("*onejob*")]
    skills = [path for folder in packages for path in folder.glob("*/.agents") if path.parent not in ours]
    argv = []
    for path in (Path(sys.prefix, "bin", "onejob"), *ours, *skills):
        if path.is_dir():
            argv += ["--tmpfs", str(path), "--remount-ro", str(path)]
        elif path.is_file():
            argv += ["--ro-bind", "/dev/null", str(path)]
    return argv
