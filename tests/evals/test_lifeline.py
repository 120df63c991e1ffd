"""Nothing that was started outlives whoever started it, killed at whatever moment."""

import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from onejob import cli
from onejob.evals.lifeline import guarded, lifeline
from onejob.evals.sandbox import isolation

KILLS = 100
# Starts a program that would run for a minute, in a child that is killed somewhere on the way there, again and again.
STARTER = """
import os, random, signal, sys, time
from pathlib import Path
from onejob.evals.sandbox import Limits, Program, prepare
from onejob.evals.supervise import Supervised
folder, kind, kills, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
chance = random.Random(seed)
(folder / "project").mkdir()
def prepared(code, scratch):
    return prepare(Program([sys.executable, "-c", code], folder / "project", folder / scratch), kind)
invocation = prepared("import time; time.sleep(60)", "scratch")
began = time.monotonic()
first = os.fork()
if first == 0:
    Supervised(prepared("", "once"), Limits()).wait(60)
    os._exit(0)
os.waitpid(first, 0)
whole = time.monotonic() - began
for _ in range(kills):
    child = os.fork()
    if child == 0:
        Supervised(invocation, Limits())
        time.sleep(60)
    time.sleep(chance.uniform(0, whole))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


@pytest.mark.parametrize("kind", ["bubblewrap", "none"])
def test_a_parent_killed_early_leaves_nothing(tmp_path: Path, kind: str) -> None:
    if kind == "bubblewrap" and isolation() != "bubblewrap":
        pytest.skip("bubblewrap does not work on this machine: THE SANDBOX IS NOT TESTED")
    seed = str(random.randrange(1 << 30))
    words = [sys.executable, "-c", STARTER, str(tmp_path), kind, str(KILLS), seed]
    subprocess.run(words, check=True, env={"PYTHONPATH": str(Path(cli.__file__).parents[1])})
    end = time.monotonic() + 20
    while (left := _running(tmp_path)) and time.monotonic() < end:
        time.sleep(0.05)
    for process in left:
        process.kill()
    assert left == [], f"seed {seed}"


def test_the_exit_status_comes_through() -> None:
    for code, status in (("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 15)", 143)):
        words = guarded([sys.executable, "-c", code])
        assert subprocess.call(words, pass_fds=(lifeline(),), start_new_session=True) == status


def test_a_missing_program_is_a_sentence() -> None:
    done = subprocess.run(
        guarded(["/nowhere/at-all"]),
        pass_fds=(lifeline(),),
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (127, "/nowhere/at-all: No such file or directory\n")


def test_a_guard_without_a_group_of_its_own_refuses() -> None:
    """It would kill the group it was started from, us among it."""
    done = subprocess.run(
        guarded([sys.executable, "-c", ""]),
        pass_fds=(lifeline(),),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "a session of its own" in done.stderr


def _running(folder: Path) -> list[psutil.Process]:
    """Processes that have the folder in their command line: guard, bwrap, launcher."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found
