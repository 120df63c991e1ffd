"""Asking before writing, loading the skill, reading references: told from the log and from the trees."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from onejob.evals.case import load_case
from onejob.evals.cli import main
from onejob.evals.graders.transcript import grade_transcript
from onejob.evals.recording import load_recording
from onejob.evals.subject import Subject

Grade = Callable[..., dict[str, Any]]


@pytest.fixture
def grade(cases: Path, store: Path, tmp_path: Path) -> Grade:
    def run(
        first: str, wrote: bool, events: list[dict[str, Any]] | None = None, expected: str = "expected"
    ) -> dict[str, Any]:
        case = cases / "greeting" / "case.yaml"
        case.write_text(case.read_text().replace("expected", expected))
        snapshot, work = tmp_path / "after", tmp_path / "work"
        for folder in (snapshot, work):
            folder.mkdir()
        (work / "main.py").write_text("x = 1\n")
        if wrote:
            (snapshot / "main.py").write_text("x = 1\n")
        skill = tmp_path / "skill"
        skill.mkdir()
        (skill / "SKILL.md").write_text("---\nname: tidy\n---\n")
        words = [
            str(work),
            "--case",
            "greeting",
            "--arm",
            "skill",
            "--agent",
            "x",
            "--skill",
            str(skill),
            "--snapshot",
            str(snapshot),
        ]
        for number, text in enumerate((first, "Done."), start=1):
            (tmp_path / f"{number}.md").write_text(text)
            words += ["--message", str(tmp_path / f"{number}.md")]
        if events is not None:
            (tmp_path / "log").write_text("".join(json.dumps(event) + "\n" for event in events))
            words += ["--events", str(tmp_path / "log")]
        assert main(["eval", "import", *words, "--cases", str(cases), "--recordings", str(store)]) == 0
        recording = load_recording(store / "greeting/skill/x-t1")
        return grade_transcript(Subject(recording, load_case(cases / "greeting")))

    return run


@pytest.mark.parametrize(
    ("text", "wrote", "asked", "questions"),
    [
        pytest.param("Shall I start coding, or plan first?", False, True, 1, id="asked"),
        pytest.param("Shall I start?", True, False, 1, id="asked and wrote all the same"),
        pytest.param("Here is my plan.", False, False, 0, id="no question"),
        pytest.param(
            "I would call `GET /a?b=1` and see https://x.test/?q=1",
            False,
            False,
            0,
            id="marks that ask nothing",
        ),
        pytest.param("```\nwhat?\n```\nTell me.", False, False, 0, id="a question in code"),
        pytest.param("Which database? Which auth?\nCode or plan?", False, True, 3, id="three"),
    ],
)
def test_asked_before_writing(grade: Grade, text: str, wrote: bool, asked: bool, questions: int) -> None:
    block = grade(text, wrote)
    assert (block["asked_before_writing"], block["questions"]) == (asked, questions)
    assert block["status"] == ("pass" if asked else "fail")


def test_asking_can_be_forbidden_or_free(grade: Grade) -> None:
    assert grade("Shall I?", False, expected="forbidden")["status"] == "fail"


def test_without_a_log_nobody_knows_what_was_read(grade: Grade) -> None:
    block = grade("Shall I?", False)
    assert block["skill_loaded"] is None
    assert block["references_read"] == []


@pytest.mark.parametrize(
    ("event", "loaded", "references"),
    [
        pytest.param({"kind": "skill", "name": "plugin:tidy"}, True, [], id="skill tool"),
        pytest.param({"kind": "skill", "name": "other"}, False, [], id="another skill"),
        pytest.param({"kind": "read", "path": ".claude/skills/tidy/SKILL.md"}, True, [], id="read"),
        pytest.param(
            {"kind": "run", "command": "cat x/tidy/SKILL.md x/tidy/references/a.md"}, True, ["a.md"], id="run"
        ),
        pytest.param({"kind": "read", "path": "app/main.py"}, False, [], id="read something else"),
    ],
)
def test_loading(grade: Grade, event: dict[str, str], loaded: bool, references: list[str]) -> None:
    block = grade("Shall I?", False, [{"turn": 1, **event}, {"turn": 1, "kind": "say", "text": "Shall I?"}])
    assert block["skill_loaded"] is loaded
    assert block["references_read"] == references
    assert block["asked_before_writing"] is True


def test_thinking_aloud_is_not_asking(grade: Grade) -> None:
    said = [
        {"turn": 1, "kind": "say", "text": "What is here?"},
        {"turn": 1, "kind": "say", "text": "I made a plan."},
    ]
    assert grade("I made a plan.", False, said)["asked_before_writing"] is False
