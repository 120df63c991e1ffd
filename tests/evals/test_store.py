"""The store under fire: killed at random, written by several at once, on a full disk, brought together again."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from onejob import cli
from onejob.evals.cli import main
from onejob.evals.recording import Recording, load_recordings
from onejob.evals.sandbox import isolation

SCRIPTS = Path(cli.__file__).parents[1]
TRIALS, JOBS = 100, 3
# Says that it was started, where a kill cannot undo it, and does its work.
AGENT = "echo started >> {log}; mkdir -p app; echo 'x = 1' > app/main.py; sleep 0.05; echo done"


@pytest.fixture
def words(cases: Path, store: Path, tmp_path: Path) -> list[str]:
    """The command line of a hundred short runs."""
    agent = ["--", "/bin/sh", "-c", AGENT.format(log=tmp_path / "log")]
    where = ["--cases", str(cases), "--recordings", str(store), "--case", "counter", "--arms", "none"]
    how = ["--agent", "command", "--allow-unisolated", "--trials", str(TRIALS), "--jobs", str(JOBS)]
    return [sys.executable, str(SCRIPTS / "run_evals.py"), "run", *how, *where, *agent]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No bwrap: only so can an agent write a log that outlives it."""
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "t").mkdir()
    return {"PATH": str(empty), "TMPDIR": str(tmp_path / "t")}


def starts(tmp_path: Path) -> int:
    return len((tmp_path / "log").read_text().splitlines()) if (tmp_path / "log").exists() else 0


def by_id(store: Path) -> dict[str, Recording]:
    return {recording.id: recording for recording in load_recordings(store)}


def test_killed_again_and_again(
    words: list[str], environment: dict[str, str], store: Path, tmp_path: Path
) -> None:
    seed = random.randrange(1 << 30)
    chance, kills, known, status = random.Random(seed), 0, dict[str, str](), None
    while status != 0:
        with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            said = list(islice(writer.stdout, chance.randrange(TRIALS // 3)))
            time.sleep(chance.uniform(0, 0.2))
            writer.kill()
            said += list(writer.stdout)
            status = writer.wait()
        kills += status != 0
        found = by_id(store)  # raises where one is damaged
        for name, content in known.items():
            assert found[name].content_hash == content, f"seed {seed}: {name} was lost or changed"
        known = {name: recording.content_hash for name, recording in found.items()}
        told = {Path(line.strip()).name for line in said if "counter/none" in line}
        assert told <= set(known), f"seed {seed}: reported as made and not there"
    assert kills > 0
    assert sorted(recording.trial for recording in by_id(store).values()) == list(range(1, TRIALS + 1))
    assert TRIALS <= starts(tmp_path) <= TRIALS + JOBS * kills, f"seed {seed}"
    assert [path.name for path in (store / "counter/none").glob(".unfinished*")] == []
    assert list((tmp_path / "t").iterdir()) == []


def test_several_writers_make_each_run_once(
    words: list[str], environment: dict[str, str], store: Path, tmp_path: Path
) -> None:
    writers = [
        subprocess.Popen(
            [*words[:3], "--seed", str(seed), *words[3:]], env=environment, stdout=subprocess.PIPE, text=True
        )
        for seed in range(3)
    ]
    made = Counter[str]()
    for writer in writers:
        said, _ = writer.communicate()
        assert writer.returncode == 0
        made.update(line for line in said.splitlines() if "counter/none" in line)
    assert set(made.values()) == {1}
    assert len(made) == starts(tmp_path) == TRIALS
    assert len(by_id(store)) == TRIALS
    assert list((store / "counter/none").glob(".*")) == []


@contextmanager
def full_disk(kind: str, folder: Path) -> Iterator[list[str]]:
    """A prefix for a command that then finds no room in the folder."""
    if kind == "disk":
        if isolation() != "bubblewrap":
            pytest.skip("no bubblewrap, so no small disk: A FULL DISK IS NOT TESTED")
        outside = folder.with_name("outside")
        outside.mkdir()
        yield [
            "/usr/bin/bwrap", "--dev-bind", "/", "/", "--size", "65536", "--tmpfs", str(folder),
            "/bin/sh", "-c", f'"$@"; status=$?; /bin/cp -r {folder}/. {outside}; exit $status', "sh",
        ]  # fmt: skip
        shutil.copytree(outside, folder, dirs_exist_ok=True)
    else:
        yield ["/bin/sh", "-c", 'ulimit -f 8; exec "$@"', "sh"]


@pytest.mark.parametrize("kind", ["disk", "file size"])
def test_a_full_disk_is_a_sentence_and_leaves_nothing_half_written(
    words: list[str], environment: dict[str, str], store: Path, kind: str
) -> None:
    agent = "head -c 40000 /dev/zero | tr '\\0' x > big.txt; echo done"
    if kind == "file size":
        agent = "head -c 5000 /dev/zero | tr '\\0' x"  # said, and so written into events.jsonl
    command = [*words[: words.index("/bin/sh")], "/bin/sh", "-c", agent]
    command[command.index("--trials") + 1] = "5"
    with full_disk(kind, store) as prefix:
        done = subprocess.run(
            [*prefix, *command],
            env=environment | {"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
    reason = "No space left on device" if kind == "disk" else "File too large"
    assert done.returncode == 2, done.stderr
    assert f"cannot be written: {reason}" in done.stderr
    assert "Traceback" not in done.stderr
    assert 0 < len(by_id(store)) < 5 if kind == "disk" else by_id(store) == {}
    assert all(recording.edited == () for recording in by_id(store).values())
    assert not list((store / "counter/none").glob(".*"))


def test_shards_are_a_partition_and_merge_again(
    words: list[str], environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*words]
    command[command.index("--trials") + 1] = "6"
    parts = [tmp_path / "part-1", tmp_path / "part-2"]
    for index, part in enumerate(parts, start=1):
        command[command.index("--recordings") + 1] = str(part)
        subprocess.run([*command[:3], "--shard", f"{index}/2", *command[3:]], env=environment, check=True)
    trials = [sorted(recording.trial for recording in load_recordings(part)) for part in parts]
    assert sorted(trials[0] + trials[1]) == [1, 2, 3, 4, 5, 6]
    together = tmp_path / "together"
    merge = ["eval", "merge", *map(str, parts), "--recordings", str(together)]
    assert main(merge) == 0
    assert {recording.trial for recording in load_recordings(together)} == {1, 2, 3, 4, 5, 6}
    assert main(merge) == 0
    assert f"0 copied, {len(trials[0])} were there already" in capsys.readouterr().out
    [one, *_] = load_recordings(parts[0])
    data = json.loads((one.folder / "recording.json").read_text())
    (one.folder / "recording.json").write_text(json.dumps(data | {"notes": "better"}))
    assert main(merge) == 2
    assert "differ; rename one of them" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2"])
def test_a_shard_that_is_none(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["eval", "run", "--agent", "command", "--allow-unisolated", f"--shard={text}", "--", "true"])
        == 2
    )
    assert f"--shard {text}: write I/N" in capsys.readouterr().err


def test_what_cannot_count_is_made_again_when_asked(
    cases: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed = ["--cases", str(cases), "--recordings", str(store), "--case", "counter", "--arms", "none"]
    run: Callable[..., int] = lambda *words: main(  # noqa: E731
        [
            "eval",
            "run",
            "--agent",
            "command",
            "--allow-unisolated",
            *fixed,
            *words,
            "--",
            "/bin/sh",
            "-c",
            "exit 1",
        ]
    )
    assert run() == 0
    assert run() == 0
    assert len(by_id(store)) == 1
    assert run("--dry-run", "--again") == 0
    assert "1 of 1 runs would be made" in capsys.readouterr().out
    assert run("--again") == 0
    assert [recording.status for recording in load_recordings(store)] == ["crashed", "crashed"]
    assert any(name.endswith("-again2") for name in by_id(store))


def test_a_store_that_cannot_be_written(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    words = [
        "--cases",
        str(cases),
        "--recordings",
        str(tmp_path / "file"),
        "--case",
        "counter",
        "--arms",
        "none",
    ]
    assert main(["eval", "run", "--agent", "command", "--allow-unisolated", *words, "--", "/bin/true"]) == 2
    assert "cannot be written: Not a directory" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == ""


STEPS = """\
id: growing
title: Two features, one after the other
kind: evolve
contract: contract
rules: []
steps:
  - {title: One, prompt: Make the first feature.}
  - {title: Two, prompt: Make the second feature.}
  - {title: Three, prompt: Make the third feature.}
"""
GROW = "cat features 2>/dev/null; echo $HOME/x >> features; test -e $HOME/x; echo $?; touch $HOME/x"


def test_each_step_of_a_sequence_goes_on_from_the_one_before(
    cases: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for step in "123":
        (cases / "growing" / "contract" / step).mkdir(parents=True)
        (cases / "growing" / "contract" / step / f"test_{step}.py").write_text("def test() -> None: ...\n")
    (cases / "growing" / "case.yaml").write_text(STEPS)
    fixed = ["--cases", str(cases), "--recordings", str(store), "--case", "growing", "--arms", "none"]

    def run(code: str, *words: str) -> int:
        agent = ["eval", "run", "--agent", "command", "--allow-unisolated", *fixed, *words, "--"]
        return main([*agent, "/bin/sh", "-c", code, "agent"])

    assert run(GROW + "; test $(grep -c x features) -lt 3") == 0  # the third ends badly
    first, second, third = sorted(load_recordings(store), key=lambda recording: recording.step or 0)
    assert [one.status for one in (first, second, third)] == ["completed", "completed", "crashed"]
    assert [one.turns[0].prompt for one in (first, second)] == [
        "Make the first feature.",
        "Make the second feature.",
    ]
    assert [len((one.workspace / "features").read_text().splitlines()) for one in (first, second, third)] == [
        1,
        2,
        3,
    ]
    assert second.turns[0].reply.splitlines()[-1] == "1", "a fresh HOME: nothing is known but the repository"
    assert run(GROW + "; test $(grep -c x features) -lt 3", "--dry-run") == 0
    assert "0 of 1 runs would be made" in capsys.readouterr().out
    assert run(GROW + "; test $(grep -c x features) -lt 3", "--dry-run", "--again") == 0
    assert "growing none trial 1" in capsys.readouterr().out
