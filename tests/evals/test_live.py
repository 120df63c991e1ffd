"""Live runs with programs of our own as agents: sandboxed, recorded however they end, never twice."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from onejob.evals.agent import agent_names
from onejob.evals.cli import main
from onejob.evals.recording import Recording, load_recordings

CODER = """
import os, pathlib, sys
prompt = sys.stdin.read()
turn = os.environ["ONEJOB_TURN"]
home = pathlib.Path.home() / "turns"
home.write_text((home.read_text() if home.exists() else "") + turn)
if turn == "2" or "Write" in prompt:
    pathlib.Path("app").mkdir(exist_ok=True)
    pathlib.Path("app/main.py").write_text("x = 1\\n")
    skills = sorted(str(path) for path in pathlib.Path(".").rglob("SKILL.md"))
    inline = pathlib.Path("AGENTS.md").exists()
    print("cwd", os.getcwd(), "skills", skills, "inline", inline, "turns", home.read_text())
else:
    print("Start coding, or plan first?")
"""


@pytest.fixture
def live(
    cases: Path, store: Path, tmp_path: Path, install_skill: Callable[[Path], Path]
) -> Callable[..., int]:
    skill = install_skill(tmp_path / "today")

    def run(code: str, *words: str) -> int:
        fixed = ["--cases", str(cases), "--recordings", str(store), "--skill", str(skill)]
        return main(["eval", "run", "--agent", "command", *fixed, *words, "--", sys.executable, "-c", code])

    return run


def by_arm(store: Path) -> dict[str, Recording]:
    return {recording.arm: recording for recording in load_recordings(store)}


@pytest.mark.usefixtures("needs_bubblewrap")
def test_three_arms_and_no_run_twice(
    live: Callable[..., int], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--case", "greeting", "--arms", "none,skill,inline"]
    assert live(CODER, *words) == 0
    assert "3 runs recorded, 0 were there already" in capsys.readouterr().out
    runs = by_arm(store)
    said = {arm: recording.turns[1].reply for arm, recording in runs.items()}
    assert said["none"].strip() == "cwd /project skills [] inline False turns 12"
    assert (
        said["skill"].strip() == "cwd /project skills ['.claude/skills/tidy/SKILL.md'] inline False turns 12"
    )
    assert said["inline"].strip() == "cwd /project skills [] inline True turns 12"
    assert {tuple(recording.files) for recording in runs.values()} == {("app/main.py",)}
    assert {recording.origin for recording in runs.values()} == {"live"}
    assert [recording.skill and recording.skill.name for recording in runs.values()] == ["tidy", None, "tidy"]
    assert all(not recording.edited for recording in runs.values())
    assert live(CODER, *words) == 0
    assert "0 runs recorded, 3 were there already" in capsys.readouterr().out


@pytest.mark.usefixtures("needs_bubblewrap")
@pytest.mark.parametrize(
    ("code", "status"),
    [
        pytest.param("import sys; sys.exit(3)", "crashed", id="crash"),
        pytest.param("import time; time.sleep(60)", "timeout", id="hang"),
        pytest.param(
            "import subprocess, sys\nwhile True: subprocess.Popen(['/bin/sleep', '9'])",
            "budget",
            id="processes",
        ),
    ],
)
def test_a_bad_end_is_recorded(
    live: Callable[..., int], cases: Path, store: Path, code: str, status: str
) -> None:
    case = cases / "greeting" / "case.yaml"
    case.write_text(case.read_text() + f"timeout_seconds: {2 if status == 'timeout' else 60}\n")
    assert live(code, "--case", "greeting", "--arms", "none") == 0
    [recording] = load_recordings(store)
    assert (recording.status, len(recording.turns)) == (status, 1)


def test_unisolated_it_refuses_unless_told(
    live: Callable[..., int], store: Path, without_bubblewrap: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert live(CODER, "--case", "greeting", "--arms", "none") == 2
    assert "--allow-unisolated" in capsys.readouterr().err
    assert list(store.iterdir()) == []
    assert live(CODER, "--case", "greeting", "--arms", "none", "--allow-unisolated") == 0
    [recording] = load_recordings(store)
    assert recording.notes == "unisolated"


def test_recordings_can_be_played_back(
    import_solution: Callable[..., int],
    cases: Path,
    store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert import_solution("reference", "none") == 0
    fixed = [
        "--agent",
        "recorded",
        "--from",
        str(store),
        "--cases",
        str(cases),
        "--case",
        "counter",
        "--allow-unisolated",
    ]
    target = tmp_path / "played"
    assert main(["eval", "run", *fixed, "--arms", "none", "--recordings", str(target)]) == 0
    [original], [played] = load_recordings(store), load_recordings(target)
    assert played.files == original.files
    assert main(["eval", "run", *fixed, "--arms", "none", "--trials", "2", "--recordings", str(target)]) == 2
    assert "no recording of counter/none, trial 2" in capsys.readouterr().err
    case = cases / "counter" / "case.yaml"
    case.write_text(case.read_text().replace("greets", "says hello"))
    assert main(["eval", "run", *fixed, "--arms", "none", "--recordings", str(tmp_path / "other")]) == 2
    assert "stale: turn 1 was recorded with another prompt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--arms", "none,both"], "'both' is not an arm", id="arm"),
        pytest.param(["--arms", "other:/nowhere"], "SKILL.md: cannot be read", id="rival"),
        pytest.param(["--env", "NOT_SET_ANYWHERE"], "this variable is not set", id="variable"),
        pytest.param(["--visible", "/nowhere"], "there is no such path", id="path"),
        pytest.param(["--trials", "0"], "at least 1", id="trials"),
        pytest.param(["--case", "nothing"], "there is no case 'nothing'", id="case"),
    ],
)
def test_wrong_words(
    live: Callable[..., int], capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert live(CODER, "--allow-unisolated", *words) == 2
    assert said in capsys.readouterr().err


def test_agents_are_found() -> None:
    assert {"command", "recorded"} <= set(agent_names())
