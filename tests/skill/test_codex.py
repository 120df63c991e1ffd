"""`agents/openai.yaml`: what Codex would refuse or cut off."""

from pathlib import Path

import pytest
from onejob.skill.codex import check

GOOD = """\
interface:
  display_name: "Demo"
  short_description: "Everything in its one right place"
  default_prompt: "Use $demo for this."
policy:
  allow_implicit_invocation: true
"""


def problems(folder: Path, text: str | bytes) -> list[str]:
    (folder / "agents").mkdir(exist_ok=True)
    (folder / "agents/openai.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in check(folder, "demo")]


def test_a_skill_need_not_have_the_file(tmp_path: Path) -> None:
    assert list(check(tmp_path, "demo")) == []


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("Everything in its one right place", "Short", 3, "allowed is 25 to 64 characters"),
        ("Everything in its one right place", "x" * 65, 3, "(65 characters)"),
        ('  display_name: "Demo"\n', "", 1, "the key display_name is missing"),
        ("$demo", "it", 4, "default_prompt does not name the skill; write $demo in it"),
        ("policy:", "colour: red\npolicy:", 5, "unknown key 'colour', allowed are interface, policy"),
        ("allow_implicit_invocation: true", 'allow_implicit_invocation: "no"', 6, "true or false"),
        ("interface:", "interface", 2, "not valid YAML"),
        ('"Demo"', "De\tmo", 2, "replace tabs by spaces"),
    ],
)
def test_a_defect_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, words: str
) -> None:
    broken = GOOD.replace(before, after, 1)
    assert broken != GOOD
    found = problems(tmp_path, broken)
    assert any(f"openai.yaml:{line} codex: " in problem and words in problem for problem in found), found


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    assert "byte 0xff at offset 0 is not UTF-8" in problems(tmp_path, b"\xff")[0]
