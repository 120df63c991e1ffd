"""The contract grader on real PostgreSQL: good code, wrong code, code that does its worst."""

import dataclasses
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from onejob.evals.bench import Bench
from onejob.evals.case import load_case
from onejob.evals.database import create_database, drop_database
from onejob.evals.graders import contract
from onejob.evals.graders.contract import run_contract
from onejob.evals.sandbox import Limits

REFERENCE = Path(__file__).parent / "sample/cases/counter/solutions/reference/app/main.py"


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[[str], Path]:
    """A workspace whose app/main.py is the reference with `before` in front of it."""

    def make(before: str, after: str = "") -> Path:
        folder = tmp_path / "work" / "app"
        folder.mkdir(parents=True)
        (folder / "main.py").write_text(f"{before}\n{REFERENCE.read_text()}\n{after}")
        return folder.parent

    return make


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Every test here must leave neither processes nor folders behind. (`tmp_path` first: it makes folders, too.)"""
    own = Path(tempfile.mkdtemp(prefix="t-"))
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    yield
    assert list(own.iterdir()) == []
    assert [words for words in map(_words, psutil.process_iter()) if str(own) in " ".join(words)] == []
    own.rmdir()


async def test_the_reference_passes(cases: Path, shared_bench: Bench) -> None:
    grade = await run_contract(load_case(cases / "counter"), REFERENCE.parents[1], shared_bench)
    assert (grade["status"], grade["passed"], grade["failed"]) == ("pass", 3, 0)
    assert "Started server process" in grade["log"]


async def test_the_naive_fails_where_it_is_wrong(cases: Path, shared_bench: Bench) -> None:
    case = load_case(cases / "counter")
    grade = await run_contract(case, case.folder / "solutions/naive", shared_bench)
    assert (grade["status"], grade["passed"], grade["failed"]) == ("fail", 2, 1)
    [failed] = [test for test in grade["tests"] if test["outcome"] == "failed"]
    assert failed["name"] == "test_counter.py::test_counts_a_burst"
    assert "test_counter.py:16: assert" in failed["message"]


async def test_unisolated_it_works_as_well(
    cases: Path, shared_bench: Bench, without_bubblewrap: None
) -> None:
    bench = dataclasses.replace(shared_bench, isolation="none")
    with _port_in_use(5432):
        grade = await run_contract(load_case(cases / "counter"), REFERENCE.parents[1], bench)
    assert grade["status"] == "pass", grade


async def test_the_database_port_in_use_does_not_matter(cases: Path, shared_bench: Bench) -> None:
    with _port_in_use(5432):
        grade = await run_contract(load_case(cases / "counter"), REFERENCE.parents[1], shared_bench)
    assert grade["status"] == "pass", grade


FLOOD = "import sys, threading\nthreading.Thread(target=lambda: [print('x' * 9999) for _ in iter(int, 1)], daemon=True).start()"
FORKS = "import subprocess, sys\nfor _ in range(99): subprocess.Popen(['/bin/sleep', '30'])\nimport time; time.sleep(2)"
DIES = "@app.get('/hour/{x}')\ndef unused(x): ...\n@app.middleware('http')\nasync def die(request, call_next):\n    os._exit(3)"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param(
            "import nothing_of_this_name", "", "did not start: it ended with exit status 1", id="import error"
        ),
        pytest.param("def broken(:", "", "SyntaxError", id="syntax error"),
        pytest.param(
            "import time; time.sleep(60)", "", "did not accept a connection within 3 seconds", id="hangs"
        ),
        pytest.param(FLOOD, "", "it wrote more than 16 MiB of log", id="floods its log"),
        pytest.param(FORKS, "", "it started more than 48 processes", id="forks"),
        pytest.param("", DIES, "the application ended by itself with exit status 3", id="dies"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "", "did not start", id="kills itself"),
    ],
)
async def test_an_application_that_breaks_is_an_error_with_its_log(
    cases: Path,
    shared_bench: Bench,
    workspace: Callable[[str, str], Path],
    before: str,
    after: str,
    said: str,
) -> None:
    limits = Limits(start_seconds=3.0) if "within 3 seconds" in said else shared_bench.limits
    bench = dataclasses.replace(shared_bench, limits=limits)
    grade = await run_contract(load_case(cases / "counter"), workspace(before, after), bench)
    assert grade["status"] == "error"
    assert (grade["passed"], grade["failed"]) == (0, 3)
    assert said in grade["log"]
    assert all(test["outcome"] != "passed" and test["message"] for test in grade["tests"])


STAYS = "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        import time; time.sleep(600)\n    os._exit(0)"


async def test_unisolated_a_daemon_is_found_and_ended(  # (what stays is looked for by `nothing_stays`)
    cases: Path, shared_bench: Bench, workspace: Callable[[str, str], Path]
) -> None:
    bench = dataclasses.replace(shared_bench, isolation="none")
    grade = await run_contract(load_case(cases / "counter"), workspace(STAYS, ""), bench)
    assert grade["status"] == "pass"


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


async def test_tests_that_never_end_are_stopped(
    cases: Path, shared_bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cases / "counter/contract/test_zz.py").write_text(
        "import time\ndef test_sleeps(client=None):\n    time.sleep(600)\n"
    )
    monkeypatch.setattr(contract, "SECONDS", 30.0)
    grade = await run_contract(load_case(cases / "counter"), REFERENCE.parents[1], shared_bench)
    assert grade["status"] == "error"
    # A machine that is busy may not even have come to collecting them.
    said = grade["tests"][-1]["message"] if grade["tests"] else grade["log"]
    assert said.endswith("the contract tests were stopped after 30 seconds")


async def test_a_broken_contract_is_no_pass(cases: Path, shared_bench: Bench) -> None:
    (cases / "counter/contract/test_more.py").write_text("import nothing_of_this_name\n")
    grade = await run_contract(load_case(cases / "counter"), REFERENCE.parents[1], shared_bench)
    assert grade["status"] == "error"
    assert any("nothing_of_this_name" in test["message"] for test in grade["tests"])


async def test_a_case_without_a_server_looks_at_files(
    cases: Path, shared_bench: Bench, tmp_path: Path
) -> None:
    case = cases / "counter" / "case.yaml"
    text = "".join(
        line for line in case.read_text().splitlines(True) if not line.startswith(("app:", "services:"))
    )
    case.write_text(text)
    (cases / "counter/contract/test_counter.py").write_text(
        "def test_it(workspace):\n    assert 'leak' in (workspace / 'REVIEW.md').read_text()\n\n\ndef test_asks(client): ...\n"
    )
    work = tmp_path / "work"
    work.mkdir()
    assert (await run_contract(load_case(cases / "counter"), work, shared_bench))["status"] == "not-run"
    (work / "REVIEW.md").write_text("There is a leak.")
    grade = await run_contract(load_case(cases / "counter"), work, shared_bench)
    assert [test["outcome"] for test in grade["tests"]] == ["passed", "error"]
    assert "case.yaml names no `app`" in grade["tests"][1]["message"]


async def test_an_empty_workspace_is_not_run(cases: Path, shared_bench: Bench, tmp_path: Path) -> None:
    grade = await run_contract(load_case(cases / "counter"), tmp_path / "nothing", shared_bench)
    assert (grade["status"], grade["passed"], grade["failed"]) == ("not-run", 0, 0)


async def test_every_module_gets_a_fresh_application(cases: Path, shared_bench: Bench) -> None:
    folder = cases / "counter/contract"
    shutil.copy(folder / "test_counter.py", folder / "test_again.py")
    grade = await run_contract(load_case(cases / "counter"), REFERENCE.parents[1], shared_bench)
    assert (grade["status"], grade["passed"]) == ("pass", 6)


async def test_a_run_sees_its_own_database_only(shared_bench: Bench) -> None:
    cluster = shared_bench.cluster
    mine, other = await create_database(cluster), await create_database(cluster)
    try:
        for database in (other.name, "postgres", "template1"):
            with pytest.raises(Exception, match="permission denied"):
                await _connect(shared_bench, mine.role, mine.password, database)
        with pytest.raises(Exception, match="password authentication failed"):
            await _connect(shared_bench, "postgres", "guess", "postgres")
        connection = await _connect(shared_bench, mine.role, mine.password, mine.name)
        with pytest.raises(Exception, match="permission denied"):
            await connection.execute("CREATE DATABASE more")
        with pytest.raises(Exception, match="permission denied"):
            await connection.execute("COPY (SELECT 1) TO PROGRAM 'true'")
        await connection.close()
    finally:
        await drop_database(cluster, mine)
        await drop_database(cluster, other)


async def _connect(bench: Bench, role: str, password: str, database: str) -> Any:
    return await bench.cluster.connect(role, password, database)


class _port_in_use:  # noqa: N801 (reads as what it is)
    """Holds a TCP port of this machine's loopback; somebody else holding it does as well."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket()
        self._port = port

    def __enter__(self) -> None:
        try:
            self._socket.bind(("127.0.0.1", self._port))
            self._socket.listen()
        except OSError:
            pass

    def __exit__(self, *_: object) -> None:
        self._socket.close()
