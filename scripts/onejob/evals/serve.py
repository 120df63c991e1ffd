"""A generated application, running: in its sandbox, on its database, reachable over one Unix socket."""

import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onejob.evals.database import Cluster, Database
from onejob.evals.sandbox import (
    Forward,
    Isolation,
    Limits,
    Mount,
    Program,
    inside,
    prepare,
    remove_folder,
    scratch_folder,
)
from onejob.evals.supervise import Supervised
from onejob.evals.tree import is_cache

DATABASE_PORT = 5432
FIRST_SERVICE_PORT = 9101


class StartError(Exception):
    """The application did not come up; the text says why, `log` is what it wrote."""

    def __init__(self, reason: str, log: str) -> None:
        super().__init__(reason)
        self.log = log


@dataclass(frozen=True, slots=True)
class RunningApp:
    """An application that accepts requests on `socket`."""

    socket: Path
    process: Supervised

    def incident(self) -> str | None:
        """Why it no longer runs, or None."""
        if self.process.stopped_because:
            return f"the application was stopped: {self.process.stopped_because}"
        if self.process.exit_status is not None:
            return f"the application ended by itself with exit status {self.process.exit_status}"
        return None


@contextmanager
def serve(
    workspace: Path,
    app: str,
    environment: Mapping[str, str],
    forwards: Sequence[Forward],
    kind: Isolation,
    limits: Limits,
) -> Iterator[RunningApp]:
    """Serve `app` from a copy of the workspace until the block ends.

    Args:
        workspace: the generated project; never written to.
        app: ASGI import path, such as `app.main:app`.
        environment: what the application finds in its environment, besides the forwards' variables.
        forwards: Unix sockets it reaches as loopback ports.

    Raises:
        StartError: it ended, hung or was stopped before it accepted a connection.
    """
    scratch = scratch_folder()
    try:
        project, sockets = scratch / "p", scratch / "s"
        sockets.mkdir()
        copy_workspace(workspace, project)
        listen = sockets / "app"
        target = inside(listen, "/run/served/app", kind)
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            app,
            "--uds",
            target,
            "--no-access-log",
            "--timeout-keep-alive",
            "75",  # above the client's timeout: a pooled connection must not close under a request
        ]
        program = Program(
            command,
            project,
            scratch,
            environment,
            [Mount(sockets, "/run/served", writable=True)],
            forwards,
            limits,
        )
        with Supervised(prepare(program, kind), limits) as process:
            _await_start(process, listen, limits.start_seconds)
            yield RunningApp(listen, process)
    finally:
        remove_folder(scratch)


def database_forward(variable: str, on: Cluster, database: Database) -> Forward:
    """The run's database as the application sees it."""
    return Forward(variable, database.template, on.socket, DATABASE_PORT)


def service_forward(variable: str, index: int, listen: Path) -> Forward:
    """An upstream service as the application sees it."""
    return Forward(variable, "http://127.0.0.1:{port}", listen, FIRST_SERVICE_PORT + index)


def copy_workspace(workspace: Path, to: Path) -> None:
    """Copy a project without caches; links are left out, they could lead anywhere."""

    def skip(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if is_cache(name) or Path(folder, name).is_symlink()}

    shutil.copytree(workspace, to, ignore=skip)


def _await_start(process: Supervised, listen: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.exit_status is not None:
            process.wait(1)
            reason = process.stopped_because or f"it ended with exit status {process.exit_status}"
            raise StartError(f"the application did not start: {reason}", process.log())
        if _accepts(listen):
            return
        time.sleep(0.02)
    raise StartError(f"the application did not accept a connection within {seconds:g} seconds", process.log())


def _accepts(listen: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(listen))
        except OSError:
            return False
    return True
