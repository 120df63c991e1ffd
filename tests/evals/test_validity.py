"""A run counts only if the treatment was applied, the control was clean and the agent ended properly."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from onejob.evals.case import load_case
from onejob.evals.recording import Skill, load_recording
from onejob.evals.results import has_other_tools, is_stale
from onejob.evals.tree import sha256
from onejob.evals.validity import validity

Change = Callable[[dict[str, Any]], None]


def _set(**values: Any) -> Change:
    return lambda data: data.update(values)


@pytest.mark.parametrize(
    ("arm", "change", "reasons"),
    [
        pytest.param("skill", _set(), [], id="treated"),
        pytest.param("none", _set(), [], id="control"),
        pytest.param("none", _set(status="timeout"), [], id="timeout counts"),
        pytest.param("none", _set(status="crashed"), ["the agent did not end properly: crashed"], id="crash"),
        pytest.param("none", _set(status="infra"), ["the agent did not end properly: infra"], id="infra"),
        pytest.param(
            "skill",
            _set(skill=None),
            ["the treatment was not applied: no skill was installed"],
            id="untreated",
        ),
        pytest.param(
            "none",
            _set(skill={"name": "tidy", "version": None, "hash": "0" * 64}),
            ["the control is not clean: the skill 'tidy' was installed"],
            id="contaminated",
        ),
        pytest.param(
            "none",
            _set(prompt_hash=sha256(b"x")),
            ["recorded with another wording of the prompt than the case has today"],
            id="other prompt",
        ),
        pytest.param(
            "none",
            lambda data: data["turns"][0].update(prompt="x"),
            ["the prompts given are not the case's"],
            id="other words",
        ),
    ],
)
def test_reasons(
    import_solution: Callable[..., int],
    cases: Path,
    store: Path,
    arm: str,
    change: Change,
    reasons: list[str],
) -> None:
    assert import_solution("reference", arm) == 0
    folder = store / "counter" / arm / "demo-t1"
    data = json.loads((folder / "recording.json").read_text())
    change(data)
    (folder / "recording.json").write_text(json.dumps(data))
    block = validity(load_recording(folder), load_case(cases / "counter"))
    assert block == {"valid": not reasons, "reasons": reasons}


@pytest.mark.parametrize(
    ("written", "reasons"),
    [(True, []), (False, ["only 1 of 2 turns were taken"])],
    ids=["built without waiting", "stopped half-way"],
)
def test_a_run_of_one_turn_where_two_are_scripted(
    import_solution: Callable[..., int], cases: Path, store: Path, written: bool, reasons: list[str]
) -> None:
    assert import_solution("reference", "none") == 0
    recording = load_recording(store / "counter/none/demo-t1")
    case = load_case(cases / "counter")
    two_turns = replace(case, replies=("Start coding.",))
    turn = replace(recording.turns[0], files_after=recording.turns[0].files_after if written else {})
    recording = replace(recording, turns=(turn,), prompt_hash=two_turns.prompt_hash)
    assert validity(recording, two_turns)["reasons"] == reasons


def test_a_control_that_loaded_a_skill(import_solution: Callable[..., int], cases: Path, store: Path) -> None:
    assert import_solution("reference", "none") == 0
    folder = store / "counter/none/demo-t1"
    with (folder / "events.jsonl").open("a") as file:
        file.write('{"turn": 1, "kind": "skill", "name": "tidy"}\n')
    (folder / "workspace/SKILL.md").write_text("x")
    assert validity(load_recording(folder), load_case(cases / "counter"))["reasons"] == [
        "changed after the recording: SKILL.md",
        "the control is not clean: it loaded tidy",
        "the control is not clean: there is a SKILL.md in its workspace",
    ]


def test_stale(import_solution: Callable[..., int], store: Path) -> None:
    assert import_solution("reference", "skill") == 0
    assert import_solution("reference", "none") == 0
    treated, control = (load_recording(store / "counter" / arm / "demo-t1") for arm in ("skill", "none"))
    assert treated.skill is not None
    assert not is_stale(treated, treated.skill)
    assert is_stale(treated, Skill("tidy", "1.0", "0" * 64))
    assert is_stale(treated, replace(treated.skill, text_hash="0" * 64))
    other_scripts = replace(treated.skill, hash="0" * 64)
    assert not is_stale(treated, other_scripts)
    assert has_other_tools(treated, other_scripts)
    assert not has_other_tools(treated, treated.skill)
    assert not is_stale(treated, Skill("other", "1.0", "0" * 64))
    assert not is_stale(control, treated.skill)
    assert not is_stale(treated, None)
