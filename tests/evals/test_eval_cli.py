"""The command line: what it says, how it exits, what a Ctrl-C leaves."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from onejob import cli
from onejob.evals.cli import main

SCRIPTS = Path(cli.__file__).parents[1]


def test_usage_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"onejob {command}" in text for command in cli.COMMANDS)
    assert cli.main([]) == 2


def test_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evals"]) == 2
    assert "there is no command 'evals'; the commands are: check" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("onejob ")


def test_a_broken_case_is_exit_2_without_a_traceback(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (cases / "counter" / "case.yaml").write_text("id: counter\nkind: small\n")
    assert main(["eval", "solutions", "--cases", str(cases)]) == 2
    err = capsys.readouterr().err
    assert "case.yaml:2: kind: 'small' is not allowed" in err
    assert "Traceback" not in err


def test_solutions(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "solutions", "--cases", str(cases)]) == 0
    out = capsys.readouterr().out
    assert "ok  counter reference: pass, 3 of 3 tests passed" in out
    assert "ok  counter naive: fail, 2 of 3 tests passed" in out
    (cases / "counter/solutions/naive/app/main.py").unlink()
    (cases / "counter/solutions/reference/app/main.py").write_text("app = 1\n")
    assert main(["eval", "solutions", "--cases", str(cases), "counter"]) == 1
    out = capsys.readouterr().out
    assert "the reference solution must pass every contract test" in out
    assert "BAD counter naive: not-run" in out


def test_list(cases: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "list", "--cases", str(cases), "--recordings", str(store)]) == 0
    assert "counter   tiny  Count visits without losing any" in capsys.readouterr().out


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing(cases: Path, tmp_path: Path, stop: signal.Signals) -> None:
    (cases / "counter/solutions/reference/app/main.py").write_text("import time; time.sleep(60)\n")
    temporary = Path(tempfile.mkdtemp(prefix="t-"))
    words = [sys.executable, str(SCRIPTS / "run_evals.py"), "solutions", "--cases", str(cases)]
    with subprocess.Popen(
        words,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background of a shell inherits an ignored SIGINT, and would hand it on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        end = time.monotonic() + 60
        while not _running(temporary) and time.monotonic() < end:
            time.sleep(0.05)
        assert _running(temporary), "no application was started"
        process.send_signal(stop)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; everything started was stopped" in err
    assert "Traceback" not in err
    end = time.monotonic() + 10
    while _running(temporary) and time.monotonic() < end:
        time.sleep(0.05)
    assert _running(temporary) == []
    assert [path.name for path in temporary.glob("o*")] == []
    shutil.rmtree(temporary)


def _running(temporary: Path) -> list[str]:
    """Applications and servers that work below `temporary`."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if str(temporary) in words and ("bwrap" in words or "launch.py" in words):
            found.append(words)
    return found


def test_after_a_kill_the_next_run_sweeps(cases: Path) -> None:
    """Nobody can clean up after a SIGKILL of its own; the tests and the application end, the next run does the rest."""
    (cases / "counter/solutions/reference/app/main.py").write_text("import time; time.sleep(60)\n")
    temporary = Path(tempfile.mkdtemp(prefix="t-"))
    environment = {**os.environ, "TMPDIR": str(temporary)}
    words = [sys.executable, str(SCRIPTS / "run_evals.py"), "solutions", "--cases", str(cases)]
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        end = time.monotonic() + 60
        while not _running(temporary) and time.monotonic() < end:
            time.sleep(0.05)
        process.kill()
    end = time.monotonic() + 60
    while _running(temporary) and time.monotonic() < end:
        time.sleep(0.05)
    assert _running(temporary) == []
    assert list(temporary.glob("o*")) != []
    shutil.rmtree(cases / "counter/solutions")
    assert subprocess.run(words, env=environment, check=False, capture_output=True).returncode == 1
    assert list(temporary.glob("o*")) == []
    shutil.rmtree(temporary)
