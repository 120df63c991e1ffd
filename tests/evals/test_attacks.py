"""What an agent that wants out, or wants to know, can do from inside. Every attack is bounded by itself, none leaves
this machine's loopback, and each is tried with the sandbox that live runs get.
"""

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from onejob.evals.arm import parse_arm
from onejob.evals.case import load_cases
from onejob.evals.cli import main
from onejob.evals.failure import EvalError
from onejob.evals.model.api import Upstream
from onejob.evals.model.forwarding import Forwarding
from onejob.evals.model.proxy import NO_CAPS, Proxy, listening
from onejob.evals.places import repository
from onejob.evals.recording import load_recordings
from onejob.evals.sandbox import Limits, Program, prepare
from onejob.evals.supervise import Ending, Supervised, run_supervised
from onejob.evals.tree import hashes, sha256
from onejob.evals.workspace import Treatment, fill, open_up, treatment, withdraw

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")
SECRET = "canary-7d1f3a"
MIB = 1 << 20
LIMITS = Limits(
    seconds=60, memory_bytes=250 * MIB, processes=40, file_bytes=4 * MIB, log_bytes=MIB, disk_bytes=24 * MIB
)
# Walks everything that can be seen, as far as it is readable, looking for a word.
SEARCH = """
import os, sys
word, seen, found = sys.argv[1].encode(), 0, []
for folder, names, files in os.walk("/", followlinks=False):
    if folder.startswith(("/proc", "/sys", "/usr", "/lib", "/opt/onejob", {prefixes})):
        names[:] = []
        continue
    for name in files + names:
        seen += 1
        path = os.path.join(folder, name)
        if word in os.fsencode(name):
            found.append(path)
        try:
            if os.path.isfile(path) and os.path.getsize(path) < 1 << 20 and word in open(path, "rb").read():
                found.append(path)
        except OSError:
            pass
    if seen > 300_000:
        break
for process in filter(str.isdigit, os.listdir("/proc")):
    for what in ("environ", "cmdline", "maps", "mountinfo"):
        try:
            if word in open(f"/proc/{process}/{what}", "rb").read():
                found.append(f"/proc/{process}/{what}")
        except OSError:
            pass
    try:
        found += [link for fd in os.listdir(f"/proc/{process}/fd")
                  if word.decode() in (link := os.readlink(f"/proc/{process}/fd/{fd}"))]
    except OSError:
        pass
print("found", found, "seen", seen)
""".replace("{prefixes}", f"{sys.prefix!r}, {sys.base_prefix!r}")
Attack = Callable[..., Ending]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Names the secret in no path that the sandbox gets to see."""
    (tmp_path / "run" / "p").mkdir(parents=True)
    return tmp_path / "run"


@pytest.fixture
def attack(scratch: Path) -> Attack:
    def run(code: str, *words: str, limits: Limits = LIMITS, forwards: tuple[object, ...] = ()) -> Ending:
        program = Program(
            [sys.executable, "-c", code, *words],
            scratch / "p",
            scratch,
            limits=limits,
            without_us=True,
            forwards=forwards,  # type: ignore[arg-type]
        )
        with Supervised(prepare(program, "bubblewrap"), limits) as process:
            status = process.wait(limits.seconds + 30)
            return Ending(status, process.log(), process.stop)

    return run


def nothing_found(ending: Ending) -> bool:
    assert ending.exit_status == 0, ending.log
    assert "seen" in ending.log
    return "found []" in ending.log


class TestReading:
    def test_files_outside_home_other_runs_and_environment(
        self, attack: Attack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for place in ("home/.ssh", "oj-1-other-run/p", "evals/cases/x/contract"):
            (tmp_path / place).mkdir(parents=True)
            (tmp_path / place / "key").write_text(SECRET)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("TOKEN", SECRET)
        with (tmp_path / f"{SECRET}.txt").open("w"):  # an open file could be inherited
            os.set_inheritable(os.open(tmp_path, os.O_RDONLY), True)
            assert nothing_found(attack(_searching(SECRET)))

    def test_the_search_does_find_what_is_there(self, attack: Attack, scratch: Path) -> None:
        (scratch / "p" / "inner").mkdir()
        (scratch / "p" / "inner" / "file").write_text(SECRET)
        assert "/project/inner/file" in attack(_searching(SECRET)).log

    def test_real_home_by_its_path(self, attack: Attack) -> None:
        own = str(Path("~").expanduser())
        code = f"import os; print(os.path.exists({own + '/.bashrc'!r}), os.path.exists({own + '/.ssh'!r}), os.environ['HOME'])"
        assert attack(code).log.split() == ["False", "False", "/home/user"]

    def test_we_are_not_there(self, attack: Attack) -> None:
        code = (
            "import importlib.util, shutil, pathlib, sys\n"
            "spec, program = importlib.util.find_spec('onejob'), shutil.which('onejob')\n"
            "places = spec.submodule_search_locations if spec else []\n"
            "print([str(p) for place in places for p in pathlib.Path(place).rglob('*')], program and open(program).read())\n"
            "print([str(p) for p in pathlib.Path(sys.prefix).rglob('SKILL.md')])\n"
            "import fastapi, sqlalchemy; print('works')"
        )
        log = attack(code).log.splitlines()
        assert log[0] in {"[] None", "[] "}
        assert log[1:] == ["[]", "works"]

    def test_no_process_but_its_own(self, attack: Attack) -> None:
        code = "import os; print(len([p for p in os.listdir('/proc') if p.isdigit()]))"
        assert int(attack(code).log) <= 4

    def test_hidden_tests_and_solutions_are_in_no_workspace(self, tmp_path: Path) -> None:
        root = repository()
        cases = load_cases(root / "evals" / "cases")
        arms = [parse_arm(text) for text in ("none", "skill", "inline")]
        given = [treatment(arm, root, ".claude/skills", "AGENTS.md", None, tmp_path) for arm in arms]
        assert len(cases) > 20
        for case in cases:
            hidden = {
                content
                for name, content in hashes(case.folder).items()
                if not _is_start(case.files, case.folder / name)
            }
            hidden -= set(hashes(case.files).values()) if case.files else set()
            hidden.discard(sha256(b""))
            for number, arm in enumerate(given):
                workspace = tmp_path / f"{case.id}-{number}"
                fill(workspace, case, arm)
                assert not hidden & set(hashes(workspace).values()), case.id

    def test_a_skill_that_carries_the_cases_is_refused(self, tmp_path: Path) -> None:
        arm = parse_arm(f"other:{repository()}")
        with pytest.raises(EvalError, match="an agent would read their tests"):
            treatment(arm, repository(), ".claude/skills", "AGENTS.md", None, tmp_path)


def _is_start(files: Path | None, path: Path) -> bool:
    return files is not None and path.is_relative_to(files)


def _searching(word: str) -> str:
    """The search, with its word taken apart: it must not find itself."""
    return SEARCH.replace("sys.argv[1]", f"({word[:5]!r} + {word[5:]!r})")


class TestWriting:
    def test_nowhere_but_in_project_home_and_tmp(self, attack: Attack) -> None:
        code = (
            "import os\n"
            "mounts = {line.split()[4] for line in open('/proc/self/mountinfo')} | {'/run', '/opt', '/home', '/etc', '/dev'}\n"
            "for folder in sorted(mounts):\n"
            "    try:\n"
            "        open(os.path.join(folder, 'made'), 'w').close()\n"
            "        print(folder)\n"
            "    except OSError:\n"
            "        pass\n"
        )
        assert set(attack(code).log.split()) <= {"/project", "/home/user", "/tmp", "/dev/shm"}

    @pytest.mark.parametrize(
        "code",
        [
            "import ctypes, sys; sys.exit(0 if ctypes.CDLL(None).mount(b'none', b'/project', b'tmpfs', 0, 0) == 0 else 7)",
            "import ctypes, sys; sys.exit(0 if ctypes.CDLL(None).unshare(0x10000000 | 0x00020000) == 0 else 7)",
            "import os\nos.chroot('/project')",
            "import os\nos.setuid(0)",
        ],
        ids=["mount", "namespace", "chroot", "setuid"],
    )
    def test_privileges(self, attack: Attack, code: str) -> None:
        assert attack(code).exit_status != 0

    def test_no_setting_of_the_kernel(self, attack: Attack) -> None:
        """Asked, not tried: where one could be changed, it would be this machine's."""
        code = (
            "import os\n"
            "count, open_to_it = 0, []\n"
            "for folder, names, files in os.walk('/proc'):\n"
            "    names[:] = [name for name in names if not name.isdigit() and name not in {'self', 'thread-self'}]\n"
            "    for path in (os.path.join(folder, name) for name in files):\n"
            "        count += 1\n"
            "        open_to_it += [path] if os.access(path, os.W_OK) else []\n"
            "print(count > 300, open_to_it)"
        )
        assert attack(code).log.strip() == "True []"

    def test_a_process_outside_cannot_be_signalled(self, attack: Attack) -> None:
        with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as victim:
            code = (
                "import os\n"
                f"for number in ({victim.pid}, {os.getpid()}, -{victim.pid}):\n"
                "    try:\n"
                "        os.kill(number, 9)\n"
                "        print('hit', number)\n"
                "    except OSError:\n"
                "        pass\n"
                "print('done')"
            )
            assert attack(code).log.split() == ["done"]
            assert victim.poll() is None
            victim.kill()

    def test_links_lead_to_nothing_of_ours(self, attack: Attack, tmp_path: Path, scratch: Path) -> None:
        """What a link names is looked up by us, outside, where it leads somewhere."""
        pack = tmp_path / "pack" / "tidy"
        pack.mkdir(parents=True)
        (pack / "SKILL.md").write_text("---\nname: tidy\n---\n")
        given = Treatment({".claude/skills/tidy/SKILL.md": (pack / "SKILL.md").read_bytes()}, None)
        code = f"import os; os.makedirs('.claude'); os.symlink({str(pack.parent)!r}, '.claude/skills')"
        assert attack(code).exit_status == 0
        assert withdraw(scratch / "p", given) == [".claude/skills/tidy/SKILL.md"]
        assert (pack / "SKILL.md").exists(), "the agent had us delete a file of ours"

    def test_locked_folders_can_be_recorded_and_removed(self, attack: Attack, scratch: Path) -> None:
        code = "import os; os.makedirs('a/b'); open('a/b/c', 'w').write('x'); [os.chmod(p, 0) for p in ('a/b/c', 'a/b', 'a')]"
        assert attack(code).exit_status == 0
        open_up(scratch / "p")
        assert (scratch / "p/a").stat().st_mode & 0o700 == 0o700
        assert (scratch / "p/a/b/c").stat().st_mode & 0o600 == 0o600


class TestRunningAway:
    @pytest.mark.parametrize(
        ("code", "because"),
        [
            pytest.param(
                "import os, time\n"
                "for _ in range(600):\n"
                "    try:\n"
                "        if os.fork() == 0:\n"
                "            time.sleep(20); os._exit(0)\n"
                "    except OSError:\n"
                "        time.sleep(0.5)\n"
                "time.sleep(20)",
                "more than 40 processes",
                id="processes",
            ),
            pytest.param(
                "import time\nkept = []\nfor _ in range(60):\n    kept.append(bytearray(10 << 20)); time.sleep(0.02)\ntime.sleep(20)",
                "more than 250 MiB of memory",
                id="memory",
            ),
            pytest.param(
                "import os, time\nkept = []\n"
                "for _ in range(200):\n"
                "    kept.append(os.memfd_create('x')); os.write(kept[-1], bytes(3 << 20)); time.sleep(0.01)\n"
                "time.sleep(20)",
                "more than 250 MiB of memory",
                id="files in memory",
            ),
            pytest.param(
                "import time\nfor n in range(20):\n    open(f'big{n}', 'wb').write(bytes(3 << 20)); time.sleep(0.02)\ntime.sleep(20)",
                "more than 24 MiB of disk",
                id="disk",
            ),
            pytest.param(
                "import os, time\nos.chdir('/tmp')\n[open(str(n), 'w').close() for n in range(9000)]\ntime.sleep(20)",
                "more than 24 MiB of disk",
                id="names",
            ),
            pytest.param("print('x' * 1024, flush=True)\n" * 2000, "more than 1 MiB of log", id="log"),
        ],
    )
    def test_it_is_stopped(self, attack: Attack, code: str, because: str) -> None:
        ending = attack(code)
        assert ending.stop is not None, ending.log[-500:]
        assert (ending.stop.status, because in ending.stop.because) == ("budget", True), ending.stop

    def test_time(self, attack: Attack) -> None:
        ending = attack("import time; time.sleep(30)", limits=Limits(seconds=2))
        assert ending.stop is not None
        assert ending.stop.status == "timeout"

    def test_shared_memory_has_an_end(self, attack: Attack) -> None:
        code = (
            "try:\n"
            "    for n in range(50):\n"
            "        open(f'/dev/shm/{n}', 'wb').write(bytes(3 << 20))\n"
            "except OSError as error:\n"
            "    print(n, error.strerror)\n"
        )
        number, *words = attack(code).log.split()
        assert int(number) <= 22
        assert words == ["No", "space", "left", "on", "device"]

    def test_what_ignores_signals_and_leaves_its_session_ends_too(
        self, attack: Attack, scratch: Path
    ) -> None:
        code = (
            "import os, signal, time\n"
            "if os.fork() == 0:\n"
            "    os.setsid()\n"
            "    [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 15, 13)]\n"
            "    end = time.time() + 30\n"
            "    while time.time() < end:\n"
            "        open('alive', 'a').write('x'); time.sleep(0.02)\n"
            "    os._exit(0)\n"
            "time.sleep(0.5)"
        )
        assert attack(code).exit_status == 0
        size = (scratch / "p" / "alive").stat().st_size
        threading.Event().wait(0.5)
        assert (scratch / "p" / "alive").stat().st_size == size > 0


@contextmanager
def listener(kind: int = socket.SOCK_STREAM) -> Iterator[tuple[socket.socket, int]]:
    """A port of this machine's loopback that notes who comes."""
    with socket.socket(socket.AF_INET, kind) as own:
        own.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            own.listen()
        own.settimeout(0.5)
        yield own, own.getsockname()[1]


class TestNetwork:
    def test_there_is_loopback_and_nothing_else(self, attack: Attack) -> None:
        code = "import socket; print([name for _, name in socket.if_nameindex()], open('/proc/net/route').read().splitlines()[1:])"
        assert attack(code).log.strip() == "['lo'] []"

    def test_ports_of_this_machine_are_not_there(self, attack: Attack) -> None:
        with listener() as (tcp, port), listener(socket.SOCK_DGRAM) as (udp, other):
            code = (
                "import socket\n"
                f"socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {other}))\n"
                f"print(socket.socket().connect_ex(('127.0.0.1', {port})))"
            )
            assert attack(code).log.strip() == "111"
            for one, receive in ((tcp, "accept"), (udp, "recvfrom")):
                with pytest.raises(TimeoutError):
                    getattr(one, receive)(*([] if receive == "accept" else [9]))

    def test_abstract_sockets_of_this_machine_are_not_there(self, attack: Attack) -> None:
        name = f"\0onejob-{os.getpid()}"
        with socket.socket(socket.AF_UNIX) as own:
            own.bind(name)
            own.listen()
            code = f"import socket; print(socket.socket(socket.AF_UNIX).connect_ex({name!r}))"
            assert attack(code).log.strip() == "111"

    @pytest.mark.parametrize(
        "line",
        [
            "GET http://127.0.0.1:{port}/ HTTP/1.1",
            "CONNECT 127.0.0.1:{port} HTTP/1.1",
            "POST //127.0.0.1:{port}/x HTTP/1.1",
            "POST /@127.0.0.1:{port}/ HTTP/1.1",
            "POST /x HTTP/1.1\\r\\nHost: 127.0.0.1:{port}",
            "nonsense",
        ],
    )
    async def test_the_proxy_goes_nowhere_but_to_the_model(self, scratch: Path, line: str) -> None:
        asked: list[bytes] = []

        async def model(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(model, "127.0.0.1", 0)
        there = server.sockets[0].getsockname()[1]
        up = Upstream("127.0.0.1", there, False, "", ("x-api-key", SECRET))
        with listener() as (elsewhere, port):
            proxy = Proxy(Forwarding(up), NO_CAPS)
            async with listening(proxy, scratch / "m") as forward:
                code = (
                    "import os, socket\n"
                    "host, port = os.environ['ONEJOB_MODEL_URL'].removeprefix('http://').split(':')\n"
                    "own = socket.create_connection((host, int(port)), timeout=10)\n"
                    f"own.sendall(('{line.format(port=port)}' + '\\r\\ncontent-length: 0\\r\\n\\r\\n').encode())\n"
                    "answer = b''\n"
                    "while piece := own.recv(9999): answer += piece\n"
                    "print(answer)"
                )
                program = Program([sys.executable, "-c", code], scratch / "p", scratch, forwards=[forward])
                ending = await run_supervised(prepare(program, "bubblewrap"), LIMITS)
            assert ending.exit_status == 0, ending.log
            assert SECRET not in ending.log
            with pytest.raises(TimeoutError):
                elsewhere.accept()
        server.close()
        if line.startswith("POST"):
            assert f"host: 127.0.0.1:{there}\r\n".encode() in asked[0]
            assert asked[0].lower().count(b"\r\nhost:") == 1
        else:
            assert asked == []
            assert b"HTTP/1.1 400" in ending.log.encode()


def test_what_a_hostile_agent_leaves_is_recorded_as_it_is_and_nothing_more(
    cases: Path, store: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    code = (
        "import os, socket\n"
        f"os.symlink({str(secret)!r}, 'file-link'); os.symlink({str(tmp_path)!r}, 'folder-link'); os.symlink('.', 'loop')\n"
        "os.mkfifo('pipe'); socket.socket(socket.AF_UNIX).bind('socket'); os.makedirs('a/' * 40)\n"
        "open('app.py', 'w').write('x = 1'); os.symlink('app.py', 'inner-link'); os.chmod('app.py', 0)\n"
        "open('weird \\n name.py', 'w').close();\n"
        "print('left')"
    )
    words = ["--cases", str(cases), "--recordings", str(store), "--case", "counter", "--arms", "none"]
    assert main(["eval", "run", "--agent", "command", *words, "--", sys.executable, "-c", code]) == 0
    [recording] = load_recordings(store)
    assert recording.status == "completed"
    assert set(recording.files) == {"app.py", "inner-link", "weird \n name.py"}
    assert not any(SECRET in path.read_text() for path in store.rglob("*") if path.is_file())
