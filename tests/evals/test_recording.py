"""Recordings: damaged ones stop the command, edited ones are noticed, unfinished ones never show."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from onejob.evals.failure import EvalError
from onejob.evals.recording import load_recording, load_recordings

RECORDINGS = Path(__file__).parents[2] / "evals" / "recordings"


@pytest.fixture
def folder(import_solution: Callable[..., int], store: Path) -> Path:
    assert import_solution("reference", "skill") == 0
    return store / "counter" / "skill" / "demo-t1"


def test_a_whole_recording(folder: Path) -> None:
    recording = load_recording(folder)
    assert recording.edited == ()
    assert list(recording.files) == ["app/main.py"]
    assert recording.skill is not None
    assert (recording.skill.name, recording.skill.version) == ("tidy", "1.0")
    assert recording.says == [{"turn": 1, "text": "Done."}]


def _remove(path: Path) -> None:
    path.unlink()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        pytest.param(
            "recording.json", _remove, "recording.json: there is no such file", id="no recording.json"
        ),
        pytest.param("recording.json", _truncate, "this is not JSON", id="half recording.json"),
        pytest.param("recording.json", _bytes, "not UTF-8", id="binary recording.json"),
        pytest.param("events.jsonl", _remove, "events.jsonl: there is no such file", id="no events"),
        pytest.param("events.jsonl", _truncate, "events.jsonl:2: this line is not JSON", id="half an event"),
        pytest.param(
            "workspace/app/main.py", _remove, "app/main.py is in recording.json and not here", id="no file"
        ),
    ],
)
def test_damage_is_named_with_a_remedy(
    folder: Path, name: str, damage: Callable[[Path], None], said: str
) -> None:
    damage(folder / name)
    with pytest.raises(EvalError) as caught:
        load_recording(folder)
    assert said in str(caught.value)
    assert "Restore the recording from version control, or delete its folder." in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param(
            "schema_version", 3, "newer than this onejob reads (up to 2); update onejob", id="future"
        ),
        pytest.param("schema_version", 0, "schema_version: 0 is not allowed; it must be 2", id="no version"),
        pytest.param("schema_version", True, "schema_version: True is not allowed", id="strange version"),
        pytest.param("status", "fine", "status: 'fine' is not allowed; allowed: completed", id="status"),
        pytest.param("case", "other", "case: 'other' differs from the folder's name 'counter'", id="moved"),
        pytest.param("trial", 0, "trial: 0", id="trial"),
        pytest.param("extra", 1, "unknown key 'extra'", id="unknown key"),
        pytest.param("prompt_hash", "abc", "prompt_hash: 'abc' does not match", id="hash"),
    ],
)
def test_wrong_values(folder: Path, key: str, value: object, said: str) -> None:
    path = folder / "recording.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(EvalError) as caught:
        load_recording(folder)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            '{"turn": 1, "kind": "think", "text": "x"}', ":3: kind: 'think' is not allowed", id="kind"
        ),
        pytest.param('{"turn": 1, "kind": "write"}', ":3: missing key 'path'", id="no path"),
        pytest.param('{"turn": 0, "kind": "say", "text": "x"}', ":3: turn: 0", id="turn"),
        pytest.param("[]", ":3: [] has the wrong type", id="list"),
    ],
)
def test_wrong_events(folder: Path, line: str, said: str) -> None:
    with (folder / "events.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(EvalError) as caught:
        load_recording(folder)
    assert said in str(caught.value)


def test_an_edited_file_and_an_added_one_are_noticed(folder: Path) -> None:
    before = load_recording(folder)
    with (folder / "workspace/app/main.py").open("a") as file:
        file.write("# better\n")
    (folder / "workspace/more.py").write_text("x = 1\n")
    after = load_recording(folder)
    assert after.edited == ("app/main.py", "more.py")
    assert after.content_hash != before.content_hash


def test_the_first_version_is_still_read_and_never_rewritten(folder: Path) -> None:
    path = folder / "recording.json"
    data = json.loads(path.read_text())
    old = {key: value for key, value in data.items() if key not in {"attempts", "evidence"}} | {
        "schema_version": 1
    }
    path.write_text(json.dumps(old))
    recording = load_recording(folder)
    assert (recording.attempts, recording.evidence["skills_listed"]) == ([], None)
    assert json.loads(path.read_text()) == old
    path.write_text(json.dumps(old | {"extra": 1}))
    with pytest.raises(EvalError, match="unknown key 'extra'"):
        load_recording(folder)


def test_every_committed_recording_can_be_read() -> None:
    found = load_recordings(RECORDINGS)
    assert found
    assert {recording.evidence["isolation"] for recording in found} <= {None, "bubblewrap", "none"}


def test_strays_are_refused(folder: Path) -> None:
    (folder / "notes.txt").write_text("hello")
    with pytest.raises(EvalError, match=r"notes\.txt does not belong in a recording"):
        load_recording(folder)


KILLED = """
import sys, time
from pathlib import Path
from onejob.evals.store import write_recording
import json, shutil
data = json.loads(Path(sys.argv[1]).read_text()) | {"id": "demo-t9"}
def copy(source, to):
    shutil.copytree(source, to)
    print("copied", flush=True)
    time.sleep(60)
write_recording(Path(sys.argv[2]), data, [], Path(sys.argv[3]), copy)
"""


def test_kill_in_the_middle_leaves_nothing(
    folder: Path, store: Path, import_solution: Callable[..., int]
) -> None:
    words = [
        sys.executable,
        "-c",
        KILLED,
        str(folder / "recording.json"),
        str(store),
        str(folder / "workspace"),
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "copied\n"
        os.kill(writer.pid, signal.SIGKILL)
    unfinished = [path for path in folder.parent.iterdir() if path.name.startswith(".")]
    assert len(unfinished) == 1
    assert [recording.id for recording in load_recordings(store)] == ["demo-t1"]
    assert import_solution("reference", "skill", 2) == 0
    assert not unfinished[0].exists()
    assert [recording.id for recording in load_recordings(store)] == ["demo-t1", "demo-t2"]
