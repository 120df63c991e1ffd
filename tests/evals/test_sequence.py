"""Cases with steps: read, asked step by step, recorded one after the other, and invalid when the chain is broken."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from onejob.evals.case import load_case
from onejob.evals.cli import main
from onejob.evals.failure import EvalError
from onejob.evals.grading import paired_subjects
from onejob.evals.recording import load_recordings
from onejob.evals.validity import validity

CASE = """\
id: grow
title: Two features
kind: evolve
app: app.main:app
environment: {DATABASE_URL: database}
contract: contract
rules: []
steps:
  - title: First
    prompt: Begin.
  - title: Second
    prompt: Go on.
    environment: {MODE: new}
    services: {CLOCK_URL: "clock.py:app"}
"""
Record = Callable[..., int]


@pytest.fixture
def grow(tmp_path: Path) -> Path:
    """The case's folder."""
    folder = tmp_path / "cases" / "grow"
    for step, files in {"1": ["test_a.py", "test_limit.py"], "2": ["test_limit.py", "clock.py"]}.items():
        (folder / "contract" / step).mkdir(parents=True)
        for name in files:
            (folder / "contract" / step / name).write_text(f"# {step} {name}\n")
    (folder / "case.yaml").write_text(CASE)
    return folder


@pytest.fixture
def record(grow: Path, tmp_path: Path) -> Record:
    """Imports a step whose tree has the files given."""

    def run(step: int, *words: str, **files: str) -> int:
        work = tmp_path / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        for name, text in files.items():
            (work / f"{name}.py").write_text(text)
        (tmp_path / "said.md").write_text("Done.")
        where = ["--cases", str(grow.parent), "--recordings", str(tmp_path / "store")]
        what = ["--case", "grow", "--arm", "none", "--agent", "Demo", "--step", str(step)]
        return main(
            ["eval", "import", str(work), *what, "--message", str(tmp_path / "said.md"), *where, *words]
        )

    (tmp_path / "store").mkdir()
    return run


def test_a_step_adds_to_the_steps_before(grow: Path) -> None:
    case = load_case(grow)
    first, second = case.at(1), case.at(2)
    assert (first.prompt, second.prompt) == ("Begin.", "Go on.")
    assert first.environment == {"DATABASE_URL": "database"}
    assert second.environment == {"DATABASE_URL": "database", "MODE": "new"}
    assert (first.services, second.services) == ({}, {"CLOCK_URL": "clock.py:app"})
    assert first.prompt_hash != second.prompt_hash


def test_a_later_file_takes_the_place_of_an_earlier_one(grow: Path) -> None:
    files = load_case(grow).at(2).contract_files()
    assert sorted(files) == ["clock.py", "test_a.py", "test_limit.py"]
    assert files["test_limit.py"].read_text() == "# 2 test_limit.py\n"
    before = load_case(grow).at(1).contract_hash()
    (grow / "contract" / "2" / "test_limit.py").write_text("# other\n")
    assert load_case(grow).at(1).contract_hash() == before, (
        "a later step's tests are none of an earlier one's"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("clock.py:app", "watch.py:app", "services.CLOCK_URL: 'watch.py' is not in the contract folder"),
        ("    prompt: Go on.\n", "", "steps[1]: missing key 'prompt'"),
        ("contract: contract\n", "", "'contract' is a dependency of 'steps'"),
        ("kind: evolve\n", "kind: evolve\nprompt: Both.\n", "is valid under each of"),
        ("    environment: {MODE: new}", "    environment: {CLOCK_URL: x}", "also set in environment"),
    ],
)
def test_a_broken_case(grow: Path, old: str, new: str, said: str) -> None:
    assert old in CASE
    (grow / "case.yaml").write_text(CASE.replace(old, new))
    with pytest.raises(EvalError) as caught:
        load_case(grow)
    assert said in str(caught.value)


def test_a_step_without_tests(grow: Path) -> None:
    (grow / "contract" / "2" / "test_limit.py").unlink()
    with pytest.raises(EvalError, match=r"no test_\*\.py in 'contract/2'"):
        load_case(grow)


def test_prompts_word_for_word(grow: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--cases", str(grow.parent)]
    assert main(["eval", "prompt", "grow", "--step", "2", *where]) == 0
    assert capsys.readouterr().out == "Go on."
    assert main(["eval", "prompt", "grow", *where]) == 2
    assert "has 2 steps; say which one with --step" in capsys.readouterr().err
    assert main(["eval", "prompt", "grow", "--step", "3", *where]) == 2
    assert "and no step 3" in capsys.readouterr().err


def test_a_chain_of_recordings(record: Record, grow: Path, tmp_path: Path) -> None:
    assert record(1, a="x = 1\n") == 0
    assert record(2, a="x = 1\n", b="y = 2\n") == 0
    recordings = load_recordings(tmp_path / "store")
    first, second = recordings
    assert [(one.id, one.step) for one in recordings] == [("demo-t1-s1", 1), ("demo-t1-s2", 2)]
    subjects = paired_subjects(recordings, [load_case(grow)])
    assert [validity(one.recording, one.case)["reasons"] for one in subjects] == [[], []]
    assert subjects[1].case.files == first.workspace
    assert [event.detail for event in second.events if event.kind == "write"] == ["b.py"], (
        "not what was there"
    )


def test_a_step_needs_the_one_before(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(2, a="x = 1\n") == 2
    assert "step 2 goes on from step 1, and no recording of that by 'Demo'" in capsys.readouterr().err
    assert record(1, "--status", "crashed", "--id", "demo-t1-s1-crashed", a="x = 1\n") == 0
    assert record(2, a="x = 1\n") == 2, "nothing goes on from a crash"


def test_a_broken_chain_is_invalid(record: Record, grow: Path, tmp_path: Path) -> None:
    assert record(1, a="x = 1\n") == 0
    assert record(2, a="x = 1\n", b="y = 2\n") == 0
    path = tmp_path / "store" / "grow" / "none" / "demo-t1-s2" / "recording.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "started_from": "0" * 64}))
    recordings = load_recordings(tmp_path / "store")
    subjects = paired_subjects(recordings, [load_case(grow)])
    assert validity(subjects[1].recording, subjects[1].case)["reasons"] == [
        "it did not start from what step 1 of this trial left"
    ]
    shutil.rmtree(tmp_path / "store" / "grow" / "none" / "demo-t1-s1")
    [alone] = paired_subjects(load_recordings(tmp_path / "store"), [load_case(grow)])
    assert not validity(alone.recording, alone.case)["valid"]
