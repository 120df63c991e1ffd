"""The rules and types graders, on code good, wrong and unreadable. The project has no say in how it is judged."""

from pathlib import Path

import pytest
from onejob.evals import architecture
from onejob.evals.graders import rules
from onejob.evals.graders.rules import grade_rules
from onejob.evals.graders.types import grade_types

OFF = """[tool.onejob]
ignore = ["dataclass-without-slots"]
[tool.pyright]
typeCheckingMode = "off"
"""
SLOTLESS = "from dataclasses import dataclass\n\n\n@dataclass\nclass A:\n    x: int\n"
SLOTTED = SLOTLESS.replace("@dataclass", "@dataclass(slots=True)")
MISTYPED = "def f(x: int) -> str:\n    return x\n"


def workspace(at: Path, **files: str) -> Path:
    """A workspace with these modules in app/, or in tests/ where the name starts with test_."""
    for name, text in files.items():
        path = at / ("tests" if name.startswith("test_") else "app") / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return at


@pytest.mark.parametrize(
    ("code", "state", "findings"),
    [
        pytest.param(SLOTLESS, "broken", 1, id="broken"),
        pytest.param(SLOTTED, "obeyed", 0, id="obeyed"),
        pytest.param("x = 1\n", "not-exercised", 0, id="not exercised"),
    ],
)
async def test_three_states(tmp_path: Path, code: str, state: str, findings: int) -> None:
    block = await grade_rules(workspace(tmp_path, thing=code))
    assert block["rules"]["dataclass-without-slots"]["state"] == state
    found = [item for item in block["findings"] if item["rule"] == "dataclass-without-slots"]
    assert len(found) == findings
    assert all(item["path"] == "app/thing.py" for item in found)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("def broken(:\n", id="syntax"),
        pytest.param("x = 1\0\n", id="null byte"),
        pytest.param("x = " + "(" * 3000 + ")" * 3000, id="nested"),
        pytest.param("x = " + "-" * 200_000 + "1", id="unary"),
        pytest.param("# coding: klingon\nx = 1\n", id="encoding"),
    ],
)
async def test_what_does_not_parse_is_said_and_the_rest_is_judged(tmp_path: Path, code: str) -> None:
    block = await grade_rules(workspace(tmp_path, broken=code, thing=SLOTLESS))
    if block["status"] == "error":  # the parser itself died: that is said, and nothing else is lost
        assert "the checker" in block["message"]
    else:
        assert ("cannot-parse", "app/broken.py") in {
            (item["rule"], item["path"]) for item in block["findings"]
        }
        assert block["rules"]["dataclass-without-slots"]["state"] == "broken"
    assert block["structure"]["files"] == 2


async def test_a_checker_that_dies_or_hangs_is_an_error_of_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace(tmp_path, thing=SLOTTED)
    monkeypatch.setattr(rules, "SECONDS", 0.001)
    block = await grade_rules(folder)
    assert (block["status"], block["structure"]["lines"]) == ("error", 4)
    assert "did not finish" in block["message"]
    monkeypatch.undo()
    monkeypatch.setattr(architecture, "__name__", "onejob.evals.nothing_of_this_name")
    block = await grade_rules(folder)
    assert "No module named" in block["message"]


async def test_nothing_to_judge(tmp_path: Path) -> None:
    assert (await grade_rules(tmp_path))["status"] == "not-run"


async def test_types_of_several_workspaces_in_one_go(tmp_path: Path) -> None:
    clean = workspace(tmp_path / "clean", thing=SLOTTED, other="from app.thing import A\n\nA(1)\n")
    wrong = workspace(tmp_path / "wrong", thing=MISTYPED, test_thing=MISTYPED, broken="def broken(:\n")
    (wrong / "pyproject.toml").write_text(OFF)
    (wrong / "pyrightconfig.json").write_text('{"typeCheckingMode": "off", "ignore": ["**"]}')
    (tmp_path / "empty").mkdir()
    one, two, three = await grade_types([clean, wrong, tmp_path / "empty"])
    assert (one["status"], one["errors"], three["status"]) == ("pass", 0, "not-run"), one
    assert two["status"] == "fail"
    assert {(item["path"], item["line"]) for item in two["findings"]} >= {
        ("app/thing.py", 2),
        ("app/broken.py", 1),
    }
    assert not any(item["path"].startswith("tests/") for item in two["findings"])


async def test_the_project_cannot_switch_rules_off(tmp_path: Path) -> None:
    folder = workspace(tmp_path, thing=SLOTLESS)
    (folder / "pyproject.toml").write_text(OFF)
    (folder / "onejob.toml").write_text('ignore = ["dataclass-without-slots"]\n')
    assert (await grade_rules(folder))["rules"]["dataclass-without-slots"]["state"] == "broken"
