"""What the text says about files and forms that exist."""

import re
from pathlib import Path

import pytest
from onejob.skill.cli import main
from onejob.skill.layout import load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/recipes/app"


def test_the_tree_in_the_skill_is_the_tree_of_the_example() -> None:
    (tree,) = re.findall(r"```text\napp/\n(.*?)```", (ROOT / "SKILL.md").read_text(), re.DOTALL)
    names = re.findall(r"^[├└]── (\S+)", tree, re.MULTILINE) + re.findall(r"\s(\w+\.py)\b", tree)
    assert len(names) > 12
    for name in names:
        assert list(EXAMPLE.rglob(name.rstrip("/"))), name


def test_the_step_that_planning_shows_is_one_the_linter_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "skills/planning-features/SKILL.md").read_text()
    (step,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    plan = tmp_path / "coupons-plan.md"
    plan.write_text("# Coupons\n\n" + re.sub(r"Step \d+", "Step 1", step))
    (tmp_path / "pyproject.toml").touch()
    assert main(["plan", str(plan), "--project", str(tmp_path)]) == 0, capsys.readouterr()


def test_scripts_that_the_skill_names_are_in_the_payload() -> None:
    source = load(ROOT).source
    assert source is not None
    text = "\n".join(page.text for page in source.documents)
    named = set(re.findall(r"scripts/(\w+\.py)", text))
    assert named == {"check.py", "new_feature.py"}
    for name in named:
        assert (ROOT / "scripts" / name).exists()
