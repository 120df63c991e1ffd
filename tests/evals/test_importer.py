"""What an import keeps, leaves out and refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from onejob.evals.cli import main
from onejob.evals.recording import load_recording
from onejob.evals.tree import hashes, tree_hash


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "main.py").write_text("x = 1\n")
    (tmp_path / "one.md").write_text("Start coding, or plan first?")
    (tmp_path / "two.md").write_text("Done.")
    return folder


@pytest.fixture
def run(work: Path, cases: Path, store: Path, tmp_path: Path) -> Callable[..., int]:
    def call(*words: str, case: str = "counter", arm: str = "none") -> int:
        fixed = [str(work), "--case", case, "--arm", arm, "--agent", "Demo Agent"]
        return main(["eval", "import", *fixed, "--cases", str(cases), "--recordings", str(store), *words])

    return call


def test_caches_and_the_skill_are_left_out_and_all_else_is_kept(
    run: Callable[..., int], work: Path, store: Path, tmp_path: Path, install_skill: Callable[[Path], Path]
) -> None:
    skill = install_skill(work)
    for name in (
        ".venv/bin/python",
        "app/__pycache__/main.pyc",
        ".pytest_cache/x",
        "node_modules/a/b.js",
        ".git/HEAD",
    ):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text("x")
    (work / ".env").write_text("A=1\n")
    (work / "notes.md").write_bytes(b"caf\xe9\r\n")
    (work / "copy.py").symlink_to("app/main.py")
    installed = hashes(skill)
    assert run("--message", str(tmp_path / "two.md"), arm="skill") == 0
    recording = load_recording(store / "counter/skill/demo-agent-t1")
    assert sorted(recording.files) == [".env", "app/main.py", "copy.py", "notes.md"]
    assert (recording.workspace / "notes.md").read_bytes() == b"caf\xe9\r\n"
    assert recording.edited == ()
    assert recording.skill is not None
    assert recording.skill.hash == tree_hash(installed)


def test_the_folder_s_own_path_is_not_kept(
    run: Callable[..., int], work: Path, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "two.md").write_text(f"Done, see {work}/app.")
    (tmp_path / "events.jsonl").write_text(
        json.dumps({"turn": 1, "kind": "run", "command": f"ls {work}"}) + "\n"
    )
    assert run("--message", str(tmp_path / "two.md"), "--events", str(tmp_path / "events.jsonl")) == 0
    recording = load_recording(store / "counter/none/demo-agent-t1")
    assert recording.turns[0].reply == "Done, see /project/app."
    assert [event.detail for event in recording.events if event.kind == "run"] == ["ls /project"]


def test_two_turns(run: Callable[..., int], work: Path, store: Path, tmp_path: Path) -> None:
    empty = tmp_path / "after-1"
    empty.mkdir()
    words = [
        "--message",
        str(tmp_path / "one.md"),
        "--message",
        str(tmp_path / "two.md"),
        "--snapshot",
        str(empty),
    ]
    assert run(*words, "--seconds", "3", "--seconds", "4.5", case="greeting") == 0
    recording = load_recording(store / "greeting/none/demo-agent-t1")
    assert [turn.reply for turn in recording.turns] == ["Start coding, or plan first?", "Done."]
    assert [sorted(turn.files_after) for turn in recording.turns] == [[], ["app/main.py"]]
    assert recording.seconds == 7.5
    assert [(event.turn, event.kind) for event in recording.events] == [(1, "say"), (2, "write"), (2, "say")]


def _link_out(work: Path) -> None:
    (work / "secret").symlink_to("/etc/hostname")


def _folder_link_out(work: Path) -> None:
    (work / "etc").symlink_to("/etc")


def _huge(work: Path) -> None:
    with (work / "big.bin").open("wb") as file:
        file.truncate(21 * 1024 * 1024)


@pytest.mark.parametrize(
    ("prepare", "words", "said"),
    [
        pytest.param(_link_out, ["two.md"], "secret: this link leaves the folder", id="link to a file"),
        pytest.param(_folder_link_out, ["two.md"], "etc: this link leaves the folder", id="link to a folder"),
        pytest.param(_huge, ["two.md"], "more than the 20 MiB", id="huge"),
        pytest.param(lambda _: None, ["gone.md"], "gone.md: there is no such file", id="no message"),
        pytest.param(
            lambda _: None, ["one.md", "two.md"], "case 'counter' has 1 turn(s)", id="too many turns"
        ),
    ],
)
def test_refusals_leave_nothing(
    run: Callable[..., int],
    work: Path,
    store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    prepare: Callable[[Path], None],
    words: list[str],
    said: str,
) -> None:
    prepare(work)
    assert run(*(word for name in words for word in ("--message", str(tmp_path / name)))) == 2
    assert said in capsys.readouterr().err
    assert list(store.rglob("recording.json")) == []
    assert list(store.rglob(".unfinished*")) == []


def test_it_never_overwrites(
    run: Callable[..., int], tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--message", str(tmp_path / "two.md")]
    assert run(*words) == 0
    before = hashes(store)
    assert run(*words) == 2
    assert "is there already" in capsys.readouterr().err
    assert hashes(store) == before


@pytest.mark.parametrize(
    ("arm", "said"),
    [
        pytest.param("skill", "needs the one installed skill; found: none", id="no skill"),
        pytest.param("both", "'both' is not an arm; the forms are: none, skill, inline", id="no such arm"),
    ],
)
def test_arms(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], arm: str, said: str
) -> None:
    assert run("--message", str(tmp_path / "two.md"), arm=arm) == 2
    assert said in capsys.readouterr().err


def test_a_snapshot_is_asked_for(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--message", str(tmp_path / "one.md"), "--message", str(tmp_path / "two.md")]
    assert run(*words, case="greeting") == 2
    assert "2 turns need 1 --snapshot DIR" in capsys.readouterr().err


def test_half_written_events(
    run: Callable[..., int], tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"turn": 1, "kind": "say", "text": "x"}) + '\n{"turn": 1, "ki')
    assert run("--message", str(tmp_path / "two.md"), "--events", str(log)) == 2
    assert "log.jsonl:2: this line is not JSON" in capsys.readouterr().err
    assert list(store.rglob("recording.json")) == []
