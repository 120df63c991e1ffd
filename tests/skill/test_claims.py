"""Claims about libraries: each has a test, and none of it reaches the agent that reads the page."""

from pathlib import Path

import pytest
from onejob.skill.claims import check, without
from onejob.skill.cli import main
from onejob.skill.layout import load

TEST = '@pytest.mark.claim("slots-refuse")\ndef test_it() -> None: ...\n'


@pytest.fixture
def claiming(pack: Path) -> Path:
    page = pack / "references/layers.md"
    page.write_text(
        page.read_text().replace("# Layers\n", "# Layers\n\nSlots refuse. <!-- claim: slots-refuse -->\n")
    )
    (pack / "tests/claims").mkdir(parents=True)
    (pack / "tests/claims/test_slots.py").write_text(TEST)
    return pack


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in check(load(root))]


def test_a_claim_with_a_test_is_fine(claiming: Path) -> None:
    assert problems(claiming) == []


def test_a_claim_that_lost_its_test_is_a_problem(claiming: Path) -> None:
    (claiming / "tests/claims/test_slots.py").write_text(TEST.replace("slots-refuse", "slots-help"))
    (found,) = problems(claiming)
    assert "layers.md:3 claims: the claim 'slots-refuse' has no test; write one in tests/claims/" in found
    (claiming / "tests/claims/test_slots.py").unlink()
    assert len(problems(claiming)) == 1


def test_one_comment_may_name_several_claims(claiming: Path) -> None:
    page = claiming / "references/layers.md"
    page.write_text(page.read_text().replace("<!-- claim: slots-refuse", "\n<!-- claim: slots-refuse other"))
    (found,) = problems(claiming)
    assert "layers.md:4 claims: the claim 'other' has no test" in found


def test_a_broken_test_file_is_named(claiming: Path) -> None:
    (claiming / "tests/claims/test_slots.py").write_text("def (")
    assert "test_slots.py:1 claims: does not parse" in problems(claiming)[0]


def test_the_payload_is_free_of_them(claiming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", str(claiming)]) == 0
    packed = (claiming / "skills/demo/references/layers.md").read_text()
    assert "Slots refuse.\n" in packed
    assert "claim" not in packed
    assert main(["pack", str(claiming), "--check"]) == 0


def test_a_comment_on_its_own_line_goes_with_the_line() -> None:
    assert (
        without("a\n<!-- claim: x y -->\nb <!-- claim: z --> c\n<!-- other -->\n")
        == "a\nb c\n<!-- other -->\n"
    )
