"""Live runs with real clients behind our proxy, in our sandbox, against the scripted model: every end is the right one.

The model is a script, so nothing here says what a model would do; it says that whatever happens is seen and recorded.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from onejob.evals.case import load_case
from onejob.evals.cli import main
from onejob.evals.graders.transcript import grade_transcript
from onejob.evals.recording import Recording, load_recordings
from onejob.evals.sandbox import isolation
from onejob.evals.subject import Subject
from onejob.evals.validity import validity

from tests.clients.client import Client, site_packages
from tests.clients.stub.server import Fault, Stub
from tests.clients.stub.steps import LoadSkill, ReadFile, RunShell, Say, Step, WriteFile

MAIN = "async-python-backend"
ASK, WRITE, DONE = (
    Say("Start coding, or plan first?"),
    WriteFile("app/main.py", "x = 1\n"),
    Say("It is done."),
)
SHORT: list[Step] = [WRITE, DONE]
KEY = "key-that-stays-outside"
CASE = """\
id: live
title: A live case
kind: ask
prompt: Build me a greeting service.
{turns}rules: []
transcript: {{asks_before_writing: expected}}
timeout_seconds: {seconds}
"""
MODELS = {"codex": ["--model", "gpt-5.5"]}


@dataclass
class Live:
    """One client and the model's server."""

    client: Client
    folder: Path
    stub: Stub

    def run(self, script: Sequence[Step], *words: str, turns: str = "", seconds: int = 300) -> int:
        self.stub.steps = script
        case = self.folder / "cases" / "live"
        case.mkdir(parents=True, exist_ok=True)
        (case / "case.yaml").write_text(CASE.format(turns=turns, seconds=seconds))
        extra = words[words.index("--") :] if "--" in words else ()
        return main(
            [
                "eval", "run", "--agent", self.client.name, "--program", str(self.client.program),
                "--cases", str(self.folder / "cases"), "--recordings", str(self.folder / "store"),
                "--upstream", self.stub.url, "--key-env", "LIVE_KEY", "--pause", "0", "--retries", "1",
                *MODELS.get(self.client.name, []), *words[: len(words) - len(extra)], *extra,
            ]
        )  # fmt: skip

    def only(self, script: Sequence[Step], *words: str, **case: Any) -> Recording:
        """The one recording of a run without skill."""
        assert self.run(script, "--arms", "none", *words, **case) == 0
        [recording] = load_recordings(self.folder / "store")
        return recording

    def validity(self, recording: Recording) -> Any:
        return validity(recording, load_case(self.folder / "cases" / "live"))


@pytest.fixture
def live(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    if isolation() != "bubblewrap":
        pytest.skip("NOT TESTED: bubblewrap does not work on this machine")
    monkeypatch.setenv("LIVE_KEY", KEY)
    if packages := site_packages():  # for ripgrep
        monkeypatch.setenv("PATH", f"{packages / 'codex_cli_bin/codex-path'}:/usr/bin:/bin")
    stub = Stub(client.name, SHORT, "/project", tmp_path / "requests.jsonl")
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    yield Live(client, tmp_path, stub)
    stub.shutdown()
    stub.server_close()


def slow(live: Live) -> None:
    """opencode takes ten times as long to start; what follows is not about the client but about what we make of it."""
    if live.client.name == "opencode":
        pytest.skip("NOT TESTED with opencode: it would take minutes")


def kinds(recording: Recording) -> list[tuple[int, str]]:
    return [(event.turn, event.kind) for event in recording.events]


def test_two_turns_with_the_skill_and_without(live: Live) -> None:
    script = [LoadSkill(MAIN), ReadFile(MAIN, "references/layers.md"), ASK, WRITE, DONE]
    turns = "turns: [{reply: Start coding.}]\n"
    assert live.run(script, "--arms", "skill", turns=turns) == 0
    assert live.run([ASK, WRITE, DONE], "--arms", "none", turns=turns) == 0
    none, skill = load_recordings(live.folder / "store")
    for recording, requests in ((none, 3), (skill, 5)):
        assert (recording.status, recording.attempts) == ("completed", [])
        assert [turn.reply for turn in recording.turns] == [ASK.text, DONE.text]
        assert [len(turn.files_after) for turn in recording.turns] == [0, 1]
        assert (recording.workspace / "app/main.py").read_text() == "x = 1\n"
        assert recording.evidence["requests"] == requests
        assert recording.usage["input_tokens"] == 10 * requests
        assert recording.usage["output_tokens"] == 5 * requests
        assert recording.agent["version"] == live.client.version
        assert live.validity(recording) == {"valid": True, "reasons": []}
    assert kinds(none) == [(1, "say"), (2, "write"), (2, "say")]
    assert skill.skill is not None
    assert skill.skill.name == MAIN
    grade = grade_transcript(Subject(skill, load_case(live.folder / "cases" / "live")))
    assert grade["status"] == "pass"
    assert grade["skill_loaded"] is True
    assert grade["references_read"] == ["layers.md"]
    assert not [path for path in skill.files if "SKILL.md" in path]
    assert {value.removeprefix("Bearer ") for value in live.stub.keys} == {KEY}
    assert not any(
        KEY in path.read_text() for path in skill.folder.parent.parent.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("patient", [True, False], ids=["by the client", "by us"])
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(500), id="500"),
        pytest.param(Fault(429, {"retry-after": "1"}), id="429"),
        pytest.param(Fault(), id="truncated"),
    ],
)
def test_a_failing_server_is_tried_again(live: Live, fault: Fault, patient: bool) -> None:
    slow(live)
    live.stub.faults = {1: [fault] * (1 if patient else patience(live.client, fault))}
    recording = live.only(SHORT)
    assert recording.status == "completed"
    assert recording.turns[0].reply == DONE.text
    assert live.validity(recording)["valid"]
    assert [attempt["status"] for attempt in recording.attempts] == ([] if patient else ["infra"])


def patience(client: Client, fault: Fault) -> int:
    """Requests after which the client gives up, with the retries that its adapter allows."""
    return (
        16 if client.name == "codex" and fault.status == 500 else 4
    )  # Codex retries requests, and then streams


def test_a_server_that_stays_away_is_infra(live: Live) -> None:
    live.stub.faults = {0: [Fault(500)] * 100}
    recording = live.only(SHORT, "--retries", "0")
    assert recording.status == "infra"
    assert "answers 500" in recording.notes
    assert live.validity(recording)["valid"] is False


def test_a_refused_key_stops_everything(live: Live, capsys: pytest.CaptureFixture[str]) -> None:
    slow(live)
    live.stub.faults = {0: [Fault(401, text="no such key")] * 100}
    assert live.run(SHORT, "--arms", "none") == 2
    assert "the model's server answers 401" in capsys.readouterr().err
    assert (
        not (live.folder / "store" / "live" / "none").exists() or load_recordings(live.folder / "store") == []
    )


@pytest.mark.parametrize(
    ("script", "words", "status", "said"),
    [
        pytest.param([RunShell("kill -9 $PPID; sleep 30"), DONE], [], "crashed", "exit status", id="crash"),
        pytest.param(
            [WRITE, RunShell("kill -STOP $PPID; sleep 30"), DONE], [], "timeout", "longer than", id="hang"
        ),
        pytest.param(SHORT, ["--max-requests", "1"], "budget", "its 1 requests to the model", id="requests"),
        pytest.param(SHORT, ["--max-tokens", "12"], "budget", "its 12 tokens", id="tokens"),
    ],
)
def test_bad_ends(live: Live, script: list[Step], words: list[str], status: str, said: str) -> None:
    slow(live)
    recording = live.only(script, *words, seconds=25 if status == "timeout" else 300)
    assert (recording.status, recording.attempts) == (status, [])
    assert said in recording.notes
    assert live.validity(recording)["valid"] is (status != "crashed")
    if WRITE in script and status != "crashed":
        assert "app/main.py" in recording.files


DENIED = {"claude": ["--", "--permission-mode", "dontAsk"], "opencode": ["--env", "OPENCODE_PERMISSION"]}


def test_a_denied_tool_makes_the_run_invalid(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    if live.client.name not in DENIED:
        pytest.skip(f"{live.client.name} asks nobody: it has no way to deny inside our sandbox")
    monkeypatch.setenv("OPENCODE_PERMISSION", '{"edit": "deny"}')
    recording = live.only(SHORT, *DENIED[live.client.name])
    assert recording.status == "completed"
    assert [name.lower() for name in recording.evidence["denied"]] == ["write"]
    assert "denied the agent what it needs" in live.validity(recording)["reasons"][0]
    assert recording.files == {}


def test_inline_text_is_read(live: Live) -> None:
    assert live.run([DONE], "--arms", "inline") == 0
    asked = "\n".join((live.folder / "requests.jsonl").read_text().splitlines()[:3])
    assert "every layer has one job" in asked
    [recording] = load_recordings(live.folder / "store")
    assert recording.files == {}
    assert live.validity(recording)["reasons"] == []
