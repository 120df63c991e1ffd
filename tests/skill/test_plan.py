"""`onejob plan`: a good plan passes, and every way to leave a decision open is named by step and line."""

import json
import re
import shutil
from pathlib import Path

import pytest
from onejob.skill.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = EXAMPLES / "plans/recipe-ratings-plan.md"
PLAN = """\
# Ratings

## Step 1: Model

- **Files**: `app/models/rating.py`
- **What**: one to five stars.
- **Verify**: `python -c 1` says nothing.

## Step 2: Service

- **Files**: `app/services/ratings.py`, `tests/test_ratings.py`
- **What**: rates a recipe.
- **Verify**:
  - `python tests/test_ratings.py` passes.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").touch()
    path = tmp_path / "ratings-plan.md"
    path.write_text(PLAN)
    return path


def lint(plan: Path, capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    status = main(["plan", str(plan), *map(str, words)])
    out, err = capsys.readouterr()
    return status, out + err


def test_the_example_plan_passes(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = lint(EXAMPLE, capsys, "--project", EXAMPLES / "recipes")
    assert status == 0, out
    assert re.match(r"no problems \(examined: 7 steps, \d+ files, \d+ commands\)", out)


@pytest.mark.parametrize("number", range(1, 7))
def test_the_example_plan_fails_with_any_two_of_its_steps_swapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    head, *steps = re.split(r"(?m)^(?=## Step )", EXAMPLE.read_text())
    steps[number - 1], steps[number] = steps[number], steps[number - 1]
    texts = [re.sub(r"^## Step \d+", f"## Step {place}", text) for place, text in enumerate(steps, start=1)]
    swapped = tmp_path / "plan.md"
    swapped.write_text(head + "".join(texts))
    status, out = lint(swapped, capsys, "--project", EXAMPLES / "recipes")
    assert status == 1
    assert f"move it before step {number}" in out


def test_a_small_plan_passes(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(plan, capsys) == (0, "no problems (examined: 2 steps, 3 files, 2 commands)\n")


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        pytest.param("- **What**: one to five stars.\n", "", 3, "step 1 has no What", id="no-what"),
        pytest.param("one to five stars.", "", 6, "What of step 1 is empty", id="empty-what"),
        pytest.param("`app/models/rating.py`", "the model", 5, "Files of step 1 names no path", id="no-path"),
        pytest.param("`app/models/rating.py`", "`../x.py`", 5, "lies outside the project", id="outside"),
        pytest.param("`app/models/rating.py`", "`/etc/x.py`", 5, "lies outside the project", id="absolute"),
        pytest.param(
            "`python -c 1` says nothing.", "look at it.", 7, "Verify of step 1 names no command", id="look"
        ),
        pytest.param("python -c 1", "pyhton -c 1", 7, "`pyhton` is neither on PATH nor", id="program"),
        pytest.param("python -c 1", "scripts/gone.sh", 7, "`scripts/gone.sh` is neither", id="script"),
        pytest.param("python -c 1", "python 'x", 7, "is not a command line", id="quotes"),
        pytest.param(
            "python -c 1", "X=1 python tests/test_ratings.py::t", 7, "neither exists nor stands", id="later"
        ),
        pytest.param("python -c 1", "true && pyhton", 7, "`pyhton` is neither", id="second-command"),
        pytest.param("python -c 1", "cd app && python tests/x.py", 7, "`app/tests/x.py` neither", id="cd"),
        pytest.param("Step 2:", "Step 3:", 9, "step 3 stands where step 2 is due", id="number"),
        pytest.param("## Step 2: Service", "## Step 2", 9, "'Step 2' is not a step", id="no-title"),
        pytest.param("## Step 2", "#### Step 2", 9, "is not a step; write it as: ## Step", id="level"),
        pytest.param(
            "models/rating.py", "routes/rating.py", 11, "builds services (`app/services/", id="order"
        ),
        pytest.param("models/rating.py", "main.py", 11, "after step 1 built wiring", id="wiring-first"),
        pytest.param("rates a recipe.", "rates, TBD.", 12, "the placeholder 'TBD'", id="tbd"),
        pytest.param("rates a recipe.", "`# TODO`", 12, "the placeholder 'TODO'", id="todo-in-code"),
        pytest.param("rates a recipe.", "rates a recipe, ...", 12, "the placeholder '...'", id="dots"),
        pytest.param("rates a recipe.", "rates recipes etc.", 12, "the placeholder 'etc'", id="etc"),
        pytest.param("rates a recipe.", "maps errors as needed.", 12, "'as needed'", id="as-needed"),
        pytest.param("rates a recipe.", "returns <the thing>.", 12, "'<the thing>'", id="angle"),
    ],
)
def test_a_gap_is_named_with_its_line(
    plan: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, line: int, words: str
) -> None:
    assert before in PLAN
    plan.write_text(PLAN.replace(before, after, 1))
    status, out = lint(plan, capsys)
    assert status == 1
    assert any(re.search(rf":{line} plan: .*{re.escape(words)}", row) for row in out.splitlines()), out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("services/ratings.py", "config.py", id="same-stage"),
        pytest.param("one to five stars.", "`tuple[int, ...]` of stars.", id="ellipsis-in-code"),
        pytest.param(
            "one to five stars.", "stars:\n\n  ```python\n  def f(): ...\n  ```", id="ellipsis-in-block"
        ),
        pytest.param("- **Files**", "- [x] **Files**", id="check-box"),
        pytest.param("- **Files**", "- Files", id="plain-field"),
        pytest.param("- **Files**", "Files", id="paragraph"),
        pytest.param("## Step 2", "### Step 2", id="level-three"),
        pytest.param("## Step 1", "## Steps\n\n### Step 1", id="section-of-steps"),
        pytest.param("## Step 1", "## Context\n\n```python\ndef f(): ...\n```\n\n## Step 1", id="sections"),
        pytest.param(
            "- **What**: one", "- **Why**: <!-- why -->asked for\n- **What**: one", id="further-field"
        ),
        pytest.param("`python -c 1` says", "`python -c 1 | cat > out; A=1 env` says", id="pipe"),
        pytest.param("`python -c 1` says", "`python -c 1` prints `1 passed`", id="output-in-code"),
        pytest.param(
            "`python -c 1` says nothing.", "\n\n  ```bash\n  # look\n  $ env\n  ```", id="shell-block"
        ),
        pytest.param("## Step 2: Service", "# Slice two\n\n## Step 2: Service", id="slices"),
        pytest.param(
            "one to five stars.", "stars:\n\n  ```text\n  ## Step 9: not a step\n  ```", id="step-in-block"
        ),
    ],
)
def test_what_is_no_gap_passes(
    plan: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    assert before in PLAN
    plan.write_text(PLAN.replace(before, after, 1))
    status, out = lint(plan, capsys)
    assert status == 0, out


def test_a_new_slice_starts_the_order_again(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = PLAN.replace("models/rating.py", "routes/rating.py")
    plan.write_text(late.replace("## Step 2", "# Slice two\n\n## Step 2"))
    assert lint(plan, capsys)[0] == 0


def test_the_projects_own_files_and_programs_count(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    programs = plan.parent / ".venv/bin"
    programs.mkdir(parents=True)
    shutil.copy(shutil.which("true") or "", programs / "own-tool")
    (plan.parent / "data.json").write_text("{}")
    plan.write_text(PLAN.replace("python -c 1", "own-tool data.json"))
    assert lint(plan, capsys)[0] == 0


@pytest.mark.parametrize("text", ["", "# Plan\n", "- [ ] do it\n"])
def test_a_plan_without_steps_is_no_plan(plan: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    plan.write_text(text)
    status, out = lint(plan, capsys)
    assert status == 1
    assert "the plan has no step; write one as: ## Step 1" in out


def test_what_cannot_be_read_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path / "gone.md", capsys)[0] == 2
    (tmp_path / "plan.md").write_bytes(b"\xff\xfe")
    status, out = lint(tmp_path / "plan.md", capsys)
    assert status == 2
    assert "plan.md:1 text: byte 0xff at offset 0 is not UTF-8; save the file as UTF-8" in out
    (tmp_path / "plan.md").write_text(PLAN)
    status, out = lint(tmp_path / "plan.md", capsys, "--project", tmp_path / "gone")
    assert status == 2
    assert "gone: there is no such folder" in out


def test_json_counts_what_was_examined(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(lint(plan, capsys, "--format", "json")[1])
    assert report == {"problems": [], "examined": {"steps": 2, "files": 3, "commands": 2}}
