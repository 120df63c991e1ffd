"""One session: start the stub, run the client against it, write down what both said.

A process of its own, so that both can live in a network namespace that has nothing but loopback.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from tests.clients.stub.server import Stub
from tests.clients.stub.steps import load

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
TIMED_OUT = 124


def main(folder: Path) -> int:
    """Run the session described in `session.json`; `{url}` in the command, environment and files is the stub's."""
    spec = json.loads((folder / "session.json").read_text())
    if spec["isolated"]:
        _raise_loopback()
    stub = Stub(spec["client"], load(spec["script"]), spec["project"], folder / "requests.jsonl")
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    for path in map(Path, spec["templates"]):
        path.write_text(path.read_text().replace("{url}", stub.url))
    command = [word.replace("{url}", stub.url) for word in spec["command"]]
    environment = {key: value.replace("{url}", stub.url) for key, value in spec["environment"].items()}
    return _run(command, environment, spec, folder)


def _run(command: list[str], environment: dict[str, str], spec: dict[str, object], folder: Path) -> int:
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        client = subprocess.Popen(
            command, cwd=str(spec["project"]), env=environment, stdin=subprocess.DEVNULL, stdout=out,
            stderr=err, start_new_session=True,
        )  # fmt: skip
        try:
            return client.wait(float(str(spec["seconds"])))
        except subprocess.TimeoutExpired:
            return TIMED_OUT
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(client.pid, signal.SIGKILL)
            client.wait()


def _raise_loopback() -> None:
    """A new network namespace has a loopback interface that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(control, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | _IFF_UP, b""))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
