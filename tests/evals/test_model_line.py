"""The line to the model: the key stays outside, failures are the server's, cassettes play back or say that they are stale.

The agent is a small program of ours that speaks Anthropic's protocol; real clients: tests/clients.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from onejob.evals.cli import main
from onejob.evals.model.http import Request
from onejob.evals.model.likeness import likeness, steady
from onejob.evals.model.stream import failure, is_whole, tokens
from onejob.evals.recording import Recording, load_recordings

from tests.clients.stub.server import Fault, Stub
from tests.clients.stub.steps import Say, WriteFile

SCRIPT = [WriteFile("app/main.py", "x = 1\n"), Say("Done.")]
AGENT = """
import json, os, pathlib, sys, time, urllib.error, urllib.request
print(sorted(os.environ), file=sys.stderr)
messages = [{"role": "user", "content": sys.argv[1] + " It is " + time.strftime("%Y-%m-%d %H:%M:%S")}]
while True:
    asked = {"model": "m", "tools": [{"name": "Write"}], "messages": messages, "metadata": {"user_id": os.urandom(9).hex()}}
    data = json.dumps(asked).encode()
    request = urllib.request.Request(os.environ["ONEJOB_MODEL_URL"] + "/v1/messages?beta=true", data, {"x-api-key": "none"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            lines = answer.read().decode().splitlines()
    except (OSError, urllib.error.HTTPError) as error:
        sys.exit(f"no answer: {error}")
    events = [json.loads(line[5:]) for line in lines if line.startswith("data:")]
    if not events or events[-1]["type"] != "message_stop":
        sys.exit("half an answer")
    block = next(event["content_block"] for event in events if event["type"] == "content_block_start")
    delta = next(event["delta"] for event in events if event["type"] == "content_block_delta")
    if block["type"] == "text":
        print(delta["text"])
        break
    given = json.loads(delta["partial_json"])
    path = pathlib.Path(given["file_path"])
    path.parent.mkdir(exist_ok=True)
    path.write_text(given["content"])
    messages += [{"role": "assistant", "content": block["id"]}, {"role": "user", "content": "written in 0.12 seconds"}]
"""
Run = Callable[..., int]


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    server = Stub("claude", SCRIPT, "/project", tmp_path / "requests.jsonl")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(cases: Path, store: Path, stub: Stub, needs_bubblewrap: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key-that-stays-outside")

    def start(*words: str, code: str = AGENT) -> int:
        fixed = [
            "--cases",
            str(cases),
            "--recordings",
            str(store),
            "--case",
            "counter",
            "--arms",
            "none",
            "--pause",
            "0",
        ]
        line = ["--api", "anthropic"] + ([] if "--replay" in words else ["--upstream", stub.url])
        agent = ["--", sys.executable, "-c", code, "{prompt}"]
        return main(["eval", "run", "--agent", "command", *fixed, *line, *words, *agent])

    return start


def only(store: Path) -> Recording:
    [recording] = load_recordings(store)
    return recording


def test_the_key_stays_outside(run: Run, store: Path, stub: Stub) -> None:
    assert run() == 0
    recording = only(store)
    assert (recording.status, recording.evidence["requests"]) == ("completed", 2)
    assert stub.keys == {"key-that-stays-outside"}
    assert "ONEJOB_MODEL_URL" in recording.turns[0].reply
    assert "ANTHROPIC_API_KEY" not in recording.turns[0].reply
    assert not any("key-that-stays" in path.read_text() for path in store.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(Fault(500), "answers 500", id="500"),
        pytest.param(Fault(429, {"retry-after": "0.2"}), "answers 429", id="429"),
        pytest.param(Fault(529), "answers 529", id="overloaded"),
        pytest.param(Fault(), "truncated", id="truncated"),
    ],
)
def test_what_the_server_did_is_tried_again_and_then_shown(
    run: Run, store: Path, stub: Stub, fault: Fault, said: str
) -> None:
    stub.faults = {1: [fault]}
    assert run("--retries", "1") == 0
    recording = only(store)
    assert (recording.status, len(recording.attempts)) == ("completed", 1)
    assert said in recording.attempts[0]["reason"]
    stub.faults = {0: [fault] * 3}
    assert run("--retries", "2", "--trials", "2") == 0
    failed = load_recordings(store)[1]
    assert (failed.status, len(failed.attempts), failed.trial) == ("infra", 2, 2)
    assert said in failed.notes
    assert run("--again", "--trials", "2") == 0
    assert [recording.status for recording in load_recordings(store)] == ["completed", "infra", "completed"]


def test_a_server_that_is_not_there(run: Run, store: Path) -> None:
    assert run("--upstream", "http://127.0.0.1:9", "--retries", "0") == 0
    assert only(store).status == "infra"
    assert "127.0.0.1:9 cannot be reached" in only(store).notes


def test_a_refused_key(run: Run, store: Path, stub: Stub, capsys: pytest.CaptureFixture[str]) -> None:
    stub.faults = {0: [Fault(401, text="who are you")]}
    assert run() == 2
    assert "the model's server answers 401" in capsys.readouterr().err
    assert load_recordings(store) == []


def test_an_agent_that_fails_by_itself_is_no_fault_of_the_servers(run: Run, store: Path, stub: Stub) -> None:
    assert run(code=AGENT + "\nsys.exit(3)") == 0
    assert (only(store).status, only(store).attempts) == ("crashed", [])


@pytest.mark.parametrize("cap", ["--max-requests", "--max-tokens"])
def test_a_budget(run: Run, store: Path, cap: str) -> None:
    assert run(cap, "1") == 0
    assert only(store).status == "budget"
    assert "it used its 1 " in only(store).notes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--upstream", "ftp://x"], "not a server's address", id="scheme"),
        pytest.param(["--upstream", "http://x:y"], "not a server's address", id="port"),
        pytest.param(["--replay", "tapes", "--record", "tapes"], "one or the other", id="both"),
    ],
)
def test_wrong_words(run: Run, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert said in capsys.readouterr().err


def test_without_a_key_there_is_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    words = ["--cases", str(cases), "--api", "anthropic", "--", sys.executable, "-c", AGENT]
    assert main(["eval", "run", "--agent", "command", *words]) == 2
    assert "ANTHROPIC_API_KEY is not set" in capsys.readouterr().err


@pytest.fixture
def tapes(run: Run, tmp_path: Path, store: Path, stub: Stub) -> Path:
    """A recorded run; the server is gone afterwards, and so is the key."""
    folder = tmp_path / "tapes"
    assert run("--record", str(folder), "--record-note", "Scripted.") == 0
    stub.shutdown()
    stub.server_close()
    del os.environ["ANTHROPIC_API_KEY"]
    return folder


def again(run: Run, tapes: Path, *words: str, code: str = AGENT) -> int:
    return run("--replay", str(tapes), "--recordings", str(tapes.parent / "again"), *words, code=code)


def tape(tapes: Path) -> Path:
    [path] = tapes.rglob("*.json")
    return path


def test_a_cassette_plays_the_run_again(run: Run, tapes: Path, store: Path) -> None:
    assert again(run, tapes) == 0
    first, second = only(store), only(tapes.parent / "again")
    assert second.files == first.files
    assert second.turns[0].reply.splitlines()[-1] == "Done."
    assert (second.origin, second.status) == ("replay", "completed")
    assert "played from a cassette: Scripted." in second.notes


def test_the_clients_own_words_are_not_in_the_cassette(tapes: Path) -> None:
    text = tape(tapes).read_text()
    assert "Count visits" not in text
    assert "written in" not in text
    assert len(json.loads(text)["exchanges"]) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('{"name": "Write"}', '{"name": "Edit"}', "number 1, differs in tools[0]", id="tools"),
        pytest.param("written in", "denied in", "number 2, differs in messages[2]", id="a later message"),
        pytest.param('"model": "m"', '"model": "n"', "differs in model", id="model"),
        pytest.param(
            "messages += [",
            'print("Done.")\n    break\n    messages += [',
            "1 recorded answers were not asked for",
            id="fewer",
        ),
    ],
)
def test_a_cassette_that_does_not_fit_is_stale(
    run: Run, tapes: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert AGENT.count(old) == 1
    assert again(run, tapes, code=AGENT.replace(old, new)) == 2
    err = capsys.readouterr().err
    assert "stale: " in err
    assert said in err
    assert "record it again with --record DIR" in err
    assert not list((tapes.parent / "again").rglob("recording.json"))


def test_a_missing_and_a_damaged_cassette(run: Run, tapes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert again(run, tapes, "--trials", "2", "--seed", "1") == 2
    assert "2.json: there is no such file" in capsys.readouterr().err
    data = json.loads(tape(tapes).read_text())
    for broken, said in (
        (data | {"schema_version": 2}, "schema_version: 2 is not allowed"),
        (data | {"agent": data["agent"] | {"version": "9"}}, "stale: recorded with python3.11 9"),
    ):
        tape(tapes).write_text(json.dumps(broken))
        assert again(run, tapes) == 2
        assert said.partition(" with ")[0] in capsys.readouterr().err


def test_a_replay_needs_a_store_of_its_own(
    tapes: Path, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--cases", str(cases), "--api", "anthropic", "--replay", str(tapes), "--", sys.executable]
    assert main(["eval", "run", "--agent", "command", *words]) == 2
    assert "name a store of their own" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Today's date: 2026-11-28", "Today's date: 2031-01-02"),
        ("at 2026-11-28T10:00:01.5Z", "at 2027-11-28T11:00:01+02:00"),
        ("Today is Sat Nov 28 2026.", "Today is Tue Mar 3 2027."),
        ("-rw-r--r-- 1 1000 1000 5 Nov 28 10:23 a.py", "-rw-r--r-- 1 1000 1000 5 Dec  1 09:01 a.py"),
        ("Wall time: 0.0022 seconds", "Wall time: 1.5 seconds"),
        ("3 passed in 0.12s", "3 passed in 4.50s"),
        ("session 01a221ad-6739-7e80-ae24-ea7e5d6a51c6", "session c6cf7f49-d3f6-4b66-927b-02b5db77f0e4"),
        ("msg_01a221ad-6739-7e80-ae24-ea7e5d6a51c6", "msg_c6cf7f49-d3f6-4b66-927b-02b5db77f0e4"),
        ("<object at 0x7f0011223344>", "<object at 0x7f00aabbccdd>"),
        ("OS Version: Linux 6.1.0", "OS Version: Linux 6.18.44-fc"),
    ],
)
def test_what_changes_by_itself_makes_no_difference(one: str, other: str) -> None:
    assert steady(one) == steady(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("write a.py", "write b.py"),
        ("3 passed", "2 passed, 1 failed"),
        ("limit = 20", "limit = 50"),
        ("version 1.2.3", "version 1.2.4"),
        ("def5678", "def5679"),
        ("port 8080", "port 8081"),
    ],
)
def test_what_somebody_changed_makes_one(one: str, other: str) -> None:
    assert steady(one) != steady(other)


def test_the_order_of_keys_and_the_identity_of_the_caller_make_no_difference() -> None:
    def asked(text: str) -> str:
        return likeness(Request("POST", "/v1/messages?beta=true", [], text.encode())).key

    assert asked('{"a": 1, "b": 2, "metadata": 3}') == asked('{"b": 2, "a": 1, "metadata": {"x": 4}}')
    assert asked('{"a": [1, 2]}') != asked('{"a": [2, 1]}')
    assert asked("not json") != asked("not json either")


def test_answers_are_read_in_three_protocols() -> None:
    anthropic = b'data: {"type": "message_start", "message": {"usage": {"input_tokens": 7, "cache_read_input_tokens": 3}}}\n'
    responses = b'data: {"type": "response.completed", "response": {"usage": {"input_tokens": 4, "output_tokens": 5}}}\n\n'
    chat = b'data: {"usage": {"prompt_tokens": 1, "completion_tokens": 2}}\n\ndata: [DONE]\n'
    plain = b'{"usage": {"input_tokens": 6, "output_tokens": 1}}'
    assert [tokens(body) for body in (anthropic, responses, chat, plain, b"", b"[]")] == [10, 9, 3, 7, 0, 0]
    kind = "text/event-stream"
    assert [is_whole(kind, body) for body in (anthropic, responses, chat)] == [False, True, True]
    assert is_whole("application/json", b"{}")
    assert failure(b'data: {"type": "error", "error": {"type": "overloaded_error"}}\n') is not None
    assert failure(responses) is None
