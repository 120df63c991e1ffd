"""`tests/rules/*.md` are tests: every announced finding is found, nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from onejob.check.rule import load_rules

from tests.check.rule_markdown import Announced, Case, MarkdownError, differences, read_cases
from tests.check.trees import check_tree

FOLDER = Path(__file__).parents[1] / "rules"
PAGES = sorted(FOLDER.glob("*.md"))


def cases() -> Iterator[object]:
    for page in PAGES:
        for case in read_cases(page.read_text(encoding="utf-8")):
            yield pytest.param(page, case, id=f"{page.stem}-{case.title}")


@pytest.mark.parametrize(("page", "case"), list(cases()))
def test_case(page: Path, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = check_tree(tmp_path, case.files)
    found = {Announced(item.path, item.line, item.rule): item.message for item in result.findings}
    wrong = differences(case.announced, found)
    assert not wrong, "\n".join([f"{page.name}:{case.line} {case.title}", *wrong])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_named_after_a_rule_that_it_provokes(page: Path) -> None:
    assert page.stem in load_rules()
    announced = {
        item.rule for case in read_cases(page.read_text(encoding="utf-8")) for item in case.announced
    }
    assert page.stem in announced


def test_a_missed_finding_and_a_false_alarm_are_told_apart() -> None:
    announced, found = Announced("a.py", 1, "wanted"), Announced("a.py", 2, "unwanted")
    assert differences({announced}, {found: "because"}) == [
        "missed:      a.py:1 [wanted]",
        "false alarm: a.py:2 [unwanted] because",
    ]


def test_a_case_is_read_with_its_files_and_announcements() -> None:
    text = "# Title\n## one\nWords.\n\n`app/a.py`:\n\n```python\nx = 1  # error: [r-a, r-b]\n```\n"
    (case,) = read_cases(text)
    assert case.files == {"app/a.py": "x = 1  # error: [r-a, r-b]\n"}
    assert case.announced == {Announced("app/a.py", 1, "r-a"), Announced("app/a.py", 1, "r-b")}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("## t\n```python\nx\n```\n", "line 2"),
        ("## t\n`a.py`:\n", "names no block"),
        ("## t\n`a.py`:\n```python\nx\n", "never closed"),
        ("## t\nprose\n", "has no files"),
    ],
)
def test_broken_markdown_is_named(text: str, complaint: str) -> None:
    with pytest.raises(MarkdownError, match=complaint):
        list(read_cases(text))
