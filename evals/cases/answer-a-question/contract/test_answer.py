"""The answer names the right places, and nothing but the answer was written."""

from pathlib import Path

import pytest

FILES = Path(__file__).parents[1] / "files"


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }


def answer(workspace: Path) -> str:
    file = workspace / "ANSWER.md"
    assert file.is_file(), "there is no ANSWER.md"
    return file.read_text(encoding="utf-8")


def test_no_file_of_the_repository_was_changed(workspace: Path) -> None:
    left = tree(workspace)
    assert {path: left.get(path) for path in tree(FILES)} == tree(FILES)


def test_no_code_was_added(workspace: Path) -> None:
    assert [path for path in tree(workspace) if path.endswith(".py") and path not in tree(FILES)] == []


@pytest.mark.parametrize("path", ["services/pricing.py", "factory.py"])
def test_the_answer_names_the_place(workspace: Path, path: str) -> None:
    assert path in answer(workspace)


def test_the_answer_names_who_decides(workspace: Path) -> None:
    assert "PricingService" in answer(workspace) or "preview(" in answer(workspace)


def test_the_answer_is_short(workspace: Path) -> None:
    assert len(answer(workspace).split()) <= 450
