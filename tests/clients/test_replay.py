"""Real clients make a whole case again from committed cassettes: no key, no model, nothing but this machine.

The cassettes hold answers of the scripted stub, not of a model. Record them again after a client's update with
ONEJOB_CLIENTS=1 ONEJOB_RECORD=1 python -m pytest tests/clients/test_replay.py -k whole
"""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from onejob.evals.case import load_case
from onejob.evals.cli import main
from onejob.evals.graders.transcript import grade_transcript
from onejob.evals.model.cassette import cassette_path, load
from onejob.evals.recording import Recording, load_recordings
from onejob.evals.sandbox import isolation
from onejob.evals.subject import Subject
from onejob.evals.validity import validity

from tests.clients.client import Client
from tests.clients.stub.server import Stub
from tests.clients.stub.steps import LoadSkill, ReadFile, Say, Step, WriteFile

HERE = Path(__file__).parent / "replay"
NOTE = "Scripted by this repository's stub server: no model's answers."
SCRIPT: list[Step] = [
    LoadSkill("tidy"),
    ReadFile("tidy", "references/style.md"),
    Say("Start coding, or plan first?"),
    WriteFile("app/main.py", "def greet() -> str:\n    return 'hello'\n"),
    Say("It is there."),
]
MODELS = {"codex": ["--model", "gpt-5.5"]}
RECORDED = ("claude", "codex")
Play = Callable[..., int]


@pytest.fixture
def play(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    if isolation() != "bubblewrap":
        pytest.skip("NOT TESTED: bubblewrap does not work on this machine")
    if client.name not in RECORDED:
        pytest.skip(f"NOT TESTED: there is no cassette for {client.name}")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)

    def run(*line: str, cases: Path = HERE / "cases", skill: Path = HERE / "tidy") -> int:
        where = ["--cases", str(cases), "--skill", str(skill), "--recordings", str(tmp_path / "store")]
        who = ["--agent", client.name, "--program", str(client.program), *MODELS.get(client.name, [])]
        return main(["eval", "run", *who, *where, "--arms", "skill", *line])

    return run


def record(client: Client, play: Play, tmp_path: Path) -> None:
    stub = Stub(client.name, SCRIPT, "/project", tmp_path / "requests.jsonl")
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    line = ["--upstream", stub.url, "--record", str(HERE / "cassettes"), "--record-note", NOTE]
    assert play(*line) == 0
    stub.shutdown()
    stub.server_close()
    shutil.rmtree(tmp_path / "store")


def only(tmp_path: Path) -> Recording:
    [recording] = load_recordings(tmp_path / "store")
    return recording


def test_a_whole_case_without_key_and_model(client: Client, play: Play, tmp_path: Path) -> None:
    if os.environ.get("ONEJOB_RECORD") == "1":
        record(client, play, tmp_path)
    assert play("--replay", str(HERE / "cassettes")) == 0
    recording = only(tmp_path)
    case = load_case(HERE / "cases" / "greeting")
    assert (recording.origin, recording.status) == ("replay", "completed")
    assert recording.notes == f"played from a cassette: {NOTE}"
    assert [turn.reply for turn in recording.turns] == ["Start coding, or plan first?", "It is there."]
    assert (recording.workspace / "app/main.py").read_text().startswith("def greet()")
    assert validity(recording, case) == {"valid": True, "reasons": []}
    grade = grade_transcript(Subject(recording, case))
    assert (grade["status"], grade["skill_loaded"], grade["references_read"]) == ("pass", True, ["style.md"])


def test_another_prompt_or_another_skill_is_stale(
    play: Play, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, skill = (
        shutil.copytree(HERE / "cases", tmp_path / "cases"),
        shutil.copytree(HERE / "tidy", tmp_path / "tidy"),
    )
    case = cases / "greeting" / "case.yaml"
    case.write_text(case.read_text().replace("a greeting service", "a farewell service"))
    (skill / "references" / "style.md").write_text("Two functions, one job.\n")
    for changed in ({"cases": cases}, {"skill": skill}):
        assert play("--replay", str(HERE / "cassettes"), **changed) == 2
        err = capsys.readouterr().err
        assert "1.json: stale: no recorded request is like this one; the nearest, number" in err
        assert "record it again with --record DIR" in err
    assert not list((tmp_path / "store").rglob("recording.json"))


@pytest.mark.parametrize("name", RECORDED)
def test_cassettes_say_what_they_are(name: str) -> None:
    path = cassette_path(HERE / "cassettes", name, "greeting/skill/1")
    cassette = load(path)
    assert cassette.note == NOTE
    assert cassette.agent["name"] == name
    assert len(cassette.exchanges) == len(SCRIPT)
    assert path.stat().st_size < 100_000
