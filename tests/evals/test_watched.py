"""Recording an agent that somebody else starts: the log is read strictly, and one run goes from begin to recording."""

import json
import shutil
import time
from pathlib import Path

import pytest
from onejob.evals.cli import main
from onejob.evals.watched.desk import Turn
from onejob.evals.watched.notifications import read_log, to_events

WORK = Path("/home/someone/project-x")


def _events(log: str, *, turns: list[Turn], trees: list[set[str]]) -> list[tuple[int, str, str]]:
    said = [f"said {number}" for number in range(1, len(turns) + 1)]
    known = [dict.fromkeys(tree, 109.0) for tree in ({}, *trees)]
    found = to_events(read_log(log, WORK), turns, said, known)
    return [(event.turn, event.kind, event.detail) for event in found]


def test_what_each_notification_means() -> None:
    log = "\n".join(
        f"{moment}|{flags}|{WORK}/{path}"
        for moment, flags, path in [
            (100, "OPEN", ".claude/skills/async-python-backend/SKILL.md"),
            (100, "OPEN", ".claude/skills/async-python-backend/SKILL.md"),
            (101, "OPEN", ".claude/skills/async-python-backend/references/layers.md"),
            (101, "OPEN", ".claude/skills/async-python-backend/scripts/onejob/check/run.py"),
            (102, "OPEN", "app/main.py"),
            (103, "CLOSE_WRITE,CLOSE", "app/main.py"),
            (104, "CLOSE_WRITE,CLOSE", "app/__pycache__/main.cpython-311.pyc"),
            (105, "CLOSE_WRITE,CLOSE", "scratch/pg/base/1"),
            (105, "CLOSE_WRITE,CLOSE", "scratch/pg/base/2"),
            (106, "OPEN", ".claude/skills/async-python-backend/scripts/check.py"),
            (107, "OPEN", ".claude/skills/async-python-backend/scripts/check.py"),
            (120, "OPEN", ".claude/skills/async-python-backend/scripts/check.py"),
        ]
    )
    script = "python .claude/skills/async-python-backend/scripts/check.py"
    assert _events(log, turns=[Turn(99.5, 130.0)], trees=[{"app/main.py"}]) == [
        (1, "skill", "async-python-backend"),
        (1, "read", ".claude/skills/async-python-backend/references/layers.md"),
        (1, "write", "app/main.py"),
        (1, "write", "scratch"),
        (1, "run", script),
        (1, "run", script),
        (1, "say", "said 1"),
    ]


def test_what_happened_before_the_message_is_not_the_agents() -> None:
    log = f"100|OPEN|{WORK}/.claude/skills/planning-features/SKILL.md\n"
    assert _events(log, turns=[Turn(100.4, 110.0)], trees=[set()]) == [(1, "say", "said 1")]


def test_a_new_file_without_a_notification_is_a_write_all_the_same() -> None:
    log = f"105|CLOSE_WRITE,CLOSE|{WORK}/app/late.py\n"
    found = _events(log, turns=[Turn(100.0, 110.0)], trees=[{"app/late.py", "app/missed.py"}])
    assert found == [(1, "write", "app/late.py"), (1, "write", "app/missed.py"), (1, "say", "said 1")]


def test_a_write_belongs_to_the_turn_in_which_it_happened() -> None:
    log = f"100|CLOSE_WRITE,CLOSE|{WORK}/a.py\n150|CLOSE_WRITE,CLOSE|{WORK}/b.py\n"
    assert _events(
        log, turns=[Turn(90.0, 100.0), Turn(140.0, 150.0)], trees=[{"a.py"}, {"a.py", "b.py"}]
    ) == [
        (1, "write", "a.py"),
        (1, "say", "said 1"),
        (2, "write", "b.py"),
        (2, "say", "said 2"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "100|OPEN",
        "soon|OPEN|/home/someone/project-x/a.py",
        "100|OPEN,ISDIR|/home/someone/project-x/app",
        "100|OPEN|/etc/passwd",
        "100|OPEN|/home/someone/project-xy/a.py",
        "\x00\x00|\x00",
    ],
)
def test_lines_that_say_nothing_of_the_workspace_are_left_out(line: str) -> None:
    assert list(read_log(line, WORK)) == []


@pytest.mark.skipif(not shutil.which("inotifywait"), reason="NOT TESTED here: inotifywait is not installed")
def test_from_begin_to_recording(
    cases: Path, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = ["--cases", str(cases), "--recordings", str(store)]
    desks, rooms = tmp_path / "desks", tmp_path / "rooms"
    begin = ["eval", "record", "begin", "counter", "--arm", "none", *places]
    assert main([*begin, "--desks", str(desks), "--workspaces", str(rooms)]) == 0
    [workspace], [desk] = rooms.iterdir(), desks.iterdir()
    printed = capsys.readouterr().out
    assert str(workspace) in printed
    assert "skill" not in printed.partition("\n")[2].lower()
    assert "counter" not in workspace.name
    time.sleep(1.1)  # notifications are stamped with whole seconds, and no agent answers within one
    shutil.copytree(cases / "counter/solutions/reference", workspace, dirs_exist_ok=True)
    said = tmp_path / "said.md"
    said.write_text(f"Done, in {workspace}; saw {rooms}/project-abc_1.\n")
    assert main(["eval", "record", "finish", str(desk), "--message", str(said), *places]) == 0
    [recording] = store.rglob("recording.json")
    data = json.loads(recording.read_text())
    assert data["turns"][0]["reply"] == "Done, in /project; saw /other.\n"
    assert "app/main.py" in data["turns"][0]["files_after"]
    events = (recording.parent / "events.jsonl").read_text()
    assert '"write", "path": "app/main.py"' in events
    assert str(workspace) not in events
    assert main(["eval", "record", "finish", str(desk), "--message", str(said), *places]) == 2
    assert "finished before" in capsys.readouterr().err


def test_a_desk_that_was_never_begun_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = tmp_path / "said.md"
    said.write_text("Done.")
    assert main(["eval", "record", "finish", str(tmp_path / "nothing"), "--message", str(said)]) == 2
    assert "no run was begun here" in capsys.readouterr().err
