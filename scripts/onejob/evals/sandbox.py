"""Where generated code runs: a bubblewrap sandbox, or where that is missing a scrubbed environment.

Inside, the project is always at the same path, whatever the case and the arm: a path that names
the arm would tell the agent which one it is in.
"""

import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from onejob.evals.bubblewrap import closing, masks, opening
from onejob.evals.leftovers import abandoned, owned_name

Isolation = Literal["bubblewrap", "none"]

PROJECT = "/project"
LAUNCHER = Path(__file__).with_name("launch.py")
_MIB = 1024 * 1024
_PREFIX = "oj-"
_THREADS = 16  # that a process may have on the average


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sandboxed program and everything it starts may use."""

    seconds: int = 300
    start_seconds: float = 60.0
    memory_bytes: int = 1024 * _MIB
    processes: int = 48
    file_bytes: int = 64 * _MIB
    log_bytes: int = 16 * _MIB
    open_files: int = 1024
    disk_bytes: int = 512 * _MIB


@dataclass(frozen=True, slots=True)
class Mount:
    """A path of the host and where it appears inside."""

    source: Path
    target: str
    writable: bool = False


@dataclass(frozen=True, slots=True)
class Forward:
    """A Unix socket of the host that the program sees as a TCP port on its own loopback.

    Attributes:
        variable: environment variable that tells the program where.
        template: its value; `{port}` becomes the port.
        port: the port inside the sandbox (without one a free port is taken).
    """

    variable: str
    template: str
    socket: Path
    port: int


@dataclass(frozen=True, slots=True)
class Program:
    """What to run inside.

    Attributes:
        command: argument list; paths as seen inside.
        project: folder of the host that becomes the working directory.
        scratch: private folder of the host for HOME, /tmp and the launcher's configuration.
        tools: folders that come first on its PATH.
        without_us: whether our own package is hidden: it has the rules, and an agent must not find them.
    """

    command: Sequence[str]
    project: Path
    scratch: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    mounts: Sequence[Mount] = ()
    forwards: Sequence[Forward] = ()
    limits: Limits = Limits()
    share_network: bool = False
    tools: Sequence[str] = ()
    without_us: bool = False


@dataclass(frozen=True, slots=True)
class Invocation:
    """How to start it from outside; `writable` are the host's folders it can fill."""

    argv: list[str]
    environment: dict[str, str]
    cwd: Path
    writable: tuple[Path, ...] = ()


@cache
def isolation() -> Isolation:
    """What this machine offers. Tried, not guessed: bwrap may be there and user namespaces switched off."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return "none"
    probe = [bwrap, *opening(), *closing(), "--clearenv", "/bin/sh", "-c", "exit 0"]
    try:
        tried = subprocess.run(probe, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "none"
    return "bubblewrap" if tried.returncode == 0 else "none"


def inside(path: Path, target: str, kind: Isolation) -> str:
    """How the program sees a mounted path."""
    return target if kind == "bubblewrap" else str(path)


def prepare(program: Program, kind: Isolation) -> Invocation:
    """Everything needed to start the program, with the scratch folder filled."""
    home, tmp = program.scratch / "home", program.scratch / "tmp"
    for folder in (home, tmp):
        folder.mkdir(parents=True, exist_ok=True)
    writable = (program.project, home, tmp)
    config = program.scratch / "launch.json"
    config.write_text(json.dumps(launch_config(program, kind)), encoding="utf-8")
    if kind == "bubblewrap":
        return Invocation(_bubblewrap(program, home, tmp, config), {}, program.project, writable)
    command = [sys.executable, "-I", str(LAUNCHER), str(config)]
    return Invocation(command, _environment(program, str(home), str(tmp)), program.project, writable)


def launch_config(program: Program, kind: Isolation) -> dict[str, object]:
    """What launch.py reads: command, limits (rlimit name → value) and forwards."""
    limits = {
        "RLIMIT_CPU": program.limits.seconds,
        "RLIMIT_FSIZE": program.limits.file_bytes,
        "RLIMIT_NOFILE": program.limits.open_files,
        "RLIMIT_CORE": 0,
    }
    if kind == "bubblewrap" and _counts_per_namespace():
        limits["RLIMIT_NPROC"] = _THREADS * program.limits.processes  # it counts threads
    forwards = [
        {
            "variable": entry.variable,
            "template": entry.template,
            "socket": inside(entry.socket, f"/run/forward/{index}", kind),
            "port": entry.port if kind == "bubblewrap" else 0,
        }
        for index, entry in enumerate(program.forwards)
    ]
    return {"command": list(program.command), "limits": limits, "forwards": forwards}


def scratch_folder(parent: Path | None = None) -> Path:
    """A new private folder with a path short enough for Unix sockets (108 bytes)."""
    return Path(tempfile.mkdtemp(prefix=owned_name(_PREFIX), dir=parent))


def sweep() -> None:
    """Remove private folders of invocations that were killed."""
    for folder in abandoned(Path(tempfile.gettempdir()), _PREFIX):
        remove_folder(folder)


def remove_folder(folder: Path) -> None:
    """Remove it, even while a program killed a moment ago still writes to it."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def _bubblewrap(program: Program, home: Path, tmp: Path, config: Path) -> list[str]:
    mounts = [
        # First the sandbox's own folders, or they would hide an interpreter that lives below one of them.
        Mount(home, "/home/user", writable=True),
        Mount(tmp, "/tmp", writable=True),  # noqa: S108 (the sandbox's own)
        Mount(Path(sys.base_prefix), sys.base_prefix),
        Mount(Path(sys.prefix), sys.prefix),
        Mount(LAUNCHER, "/run/launch.py"),
        Mount(config, "/run/launch.json"),
        Mount(program.project, PROJECT, writable=True),
        *(Mount(entry.socket, f"/run/forward/{index}") for index, entry in enumerate(program.forwards)),
        *program.mounts,
    ]
    argv = ["bwrap", *opening()]
    if program.share_network:
        argv.append("--share-net")
    for mount in mounts:
        argv += ["--bind" if mount.writable else "--ro-bind", str(mount.source), mount.target]
    if program.without_us:
        argv += masks()
    argv += [*closing(), "--clearenv"]
    for name, value in _environment(program, "/home/user", "/tmp").items():  # noqa: S108
        argv += ["--setenv", name, value]
    return [*argv, "--chdir", PROJECT, sys.executable, "-I", "/run/launch.py", "/run/launch.json"]


def _counts_per_namespace() -> bool:
    """Whether the kernel counts processes in a user namespace apart from the user's others (Linux 5.14)."""
    numbers = re.findall(r"\d+", platform.release())[:2]
    return sys.platform == "linux" and [int(number) for number in numbers] >= [5, 14]


def _environment(program: Program, home: str, tmp: str) -> dict[str, str]:
    return {
        "HOME": home,
        "TMPDIR": tmp,
        "PATH": ":".join([*program.tools, f"{sys.prefix}/bin", "/usr/local/bin", "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONHASHSEED": "0",
        **program.environment,
    }
