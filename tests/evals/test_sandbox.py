"""What a program in the sandbox can do, tried by programs in it. Nothing here leaves this machine's loopback."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from onejob.evals.sandbox import Forward, Isolation, Limits, Program, isolation, prepare
from onejob.evals.supervise import Supervised

QUICK = Limits(seconds=10, memory_bytes=200 << 20, processes=12, file_bytes=1 << 20, log_bytes=1 << 20)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    project, scratch = tmp_path / "project", tmp_path / "scratch"
    project.mkdir()
    scratch.mkdir()
    return project, scratch


def run(
    code: str,
    folders: tuple[Path, Path],
    kind: Isolation = "bubblewrap",
    limits: Limits = QUICK,
    environment: Mapping[str, str] = {},
    forwards: tuple[Forward, ...] = (),
) -> tuple[int, str, str | None]:
    """Exit status, output, and why it was stopped."""
    program = Program([sys.executable, "-c", code], *folders, environment, forwards=forwards, limits=limits)
    with Supervised(prepare(program, kind), limits) as process:
        status = process.wait(limits.seconds + 5)
        return status, process.log(), process.stopped_because


@pytest.mark.usefixtures("needs_bubblewrap")
class TestBubblewrap:
    def test_the_project_is_always_in_the_same_place(self, folders: tuple[Path, Path]) -> None:
        code = "import os; print(os.getcwd(), os.environ['HOME']); open('made.txt', 'w').write('x')"
        status, log, _ = run(code, folders)
        assert (status, log.split()) == (0, ["/project", "/home/user"])
        assert (folders[0] / "made.txt").read_text() == "x"

    def test_the_environment_is_ours_alone(
        self, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_KEY_OF_MINE", "hunter2")
        status, log, _ = run("import os; print(sorted(os.environ))", folders, environment={"GIVEN": "1"})
        assert status == 0
        assert "SECRET_KEY_OF_MINE" not in log
        assert "GIVEN" in log

    @pytest.mark.parametrize(
        "path", [__file__, str(Path.home()), "/etc/passwd", "/root", "/var", "/proc/1/root/etc/passwd"]
    )
    def test_it_cannot_see(self, folders: tuple[Path, Path], path: str) -> None:
        code = f"import os; p = {path!r}; print(os.listdir(p) if os.path.isdir(p) else open(p).read())"
        status, log, _ = run(code, folders)
        assert status != 0 or Path(path).name not in log
        assert not (status == 0 and Path(path).is_file())
        assert "test_sandbox" not in log.splitlines()[-1] or "Error" in log

    def test_it_cannot_write_to_what_it_can_read(self, folders: tuple[Path, Path]) -> None:
        status, log, _ = run(f"open({sys.prefix + '/made.txt'!r}, 'w')", folders)
        assert status != 0
        assert "Read-only file system" in log or "Permission denied" in log
        assert not Path(sys.prefix, "made.txt").exists()

    def test_a_listener_on_our_loopback_is_unreachable(self, folders: tuple[Path, Path]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            status, log, _ = run(
                f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)", folders
            )
        assert status != 0
        assert "refused" in log

    def test_a_daemon_does_not_stay(self, folders: tuple[Path, Path]) -> None:
        code = (
            "import os, time\n"
            "if os.fork() == 0:\n"
            "    os.setsid()\n"
            "    if os.fork() == 0:\n"
            "        while True:\n"
            "            open('alive', 'a').write('x'); time.sleep(0.02)\n"
            "    os._exit(0)\n"
            "time.sleep(0.3)\n"
        )
        assert run(code, folders)[0] == 0
        size = (folders[0] / "alive").stat().st_size
        threading.Event().wait(0.3)
        assert (folders[0] / "alive").stat().st_size == size


@pytest.fixture(params=["bubblewrap", "none"])
def kind(request: pytest.FixtureRequest) -> Isolation:
    chosen: Isolation = request.param
    if chosen == "bubblewrap" and isolation() != "bubblewrap":
        pytest.skip("bubblewrap does not work on this machine: THE SANDBOX IS NOT TESTED")
    return chosen


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param(
            "x = []\nwhile True: x.append(bytearray(10 << 20))", "more than 200 MiB of memory", id="memory"
        ),
        pytest.param(
            "import subprocess, sys\nwhile True: subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(9)'])",
            "more than 12 processes",
            id="processes",
        ),
        pytest.param("while True: print('x' * 10000)", "more than 1 MiB of log", id="log"),
        pytest.param("import time; time.sleep(60)", "longer than 2 seconds", id="time"),
    ],
)
def test_what_is_stopped(folders: tuple[Path, Path], kind: Isolation, code: str, said: str) -> None:
    limits = Limits(2 if "seconds" in said else 10, 20.0, 200 << 20, 12, 1 << 20, 1 << 20)
    status, log, because = run(code, folders, kind, limits)
    assert status != 0
    assert because is not None
    assert said in because
    assert len(log) <= 128 * 1024


def test_a_file_cannot_grow_without_end(folders: tuple[Path, Path], kind: Isolation) -> None:
    code = "f = open('big', 'wb')\nwhile True: f.write(bytes(1 << 16))"
    status, log, _ = run(code, folders, kind)
    assert status != 0
    assert "File too large" in log
    assert (folders[0] / "big").stat().st_size <= QUICK.file_bytes


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Path]:
    """A Unix socket that answers `hello`."""
    path = tmp_path / "echo"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(b"hello")

        threading.Thread(target=serve, daemon=True).start()
        yield path


def test_a_unix_socket_appears_as_a_port(folders: tuple[Path, Path], kind: Isolation, echo: Path) -> None:
    code = (
        "import os, socket\n"
        "port = int(os.environ['WHERE'].rpartition(':')[2])\n"
        "print(socket.create_connection(('127.0.0.1', port)).recv(9))"
    )
    with socket.socket() as taken:  # the port is in use on our side; the sandbox has its own
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        forward = Forward("WHERE", "tcp://127.0.0.1:{port}", echo, taken.getsockname()[1])
        status, log, _ = run(code, folders, kind, forwards=(forward,))
    assert (status, log.strip()) == (0, "b'hello'")


def test_without_bwrap_there_is_no_isolation_and_a_scrubbed_environment(
    folders: tuple[Path, Path], without_bubblewrap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isolation() == "none"
    monkeypatch.setenv("SECRET_KEY_OF_MINE", "hunter2")
    status, log, _ = run("import os; print(os.environ['HOME'], sorted(os.environ))", folders, "none")
    assert status == 0
    assert "SECRET_KEY_OF_MINE" not in log
    assert str(folders[1] / "home") in log


def test_a_bwrap_that_does_not_work_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    isolation.cache_clear()
    try:
        assert isolation() == "none"
    finally:
        monkeypatch.undo()
        isolation.cache_clear()


def test_input_reaches_the_program(folders: tuple[Path, Path], kind: Isolation) -> None:
    program = Program([sys.executable, "-c", "print(input()[::-1])"], *folders, limits=QUICK)
    with Supervised(prepare(program, kind), QUICK, b"drawer\n") as process:
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            pytest.fail(process.log())
        assert process.log().strip() == "reward"
