"""A throw-away app of one endpoint needs one file; three, and a hundred lines, are generous."""

from pathlib import Path


def sources(workspace: Path) -> list[Path]:
    return [path for path in workspace.rglob("*.py") if "test" not in path.relative_to(workspace).as_posix()]


def test_there_are_few_files(workspace: Path) -> None:
    with_code = [path for path in sources(workspace) if path.read_text(encoding="utf-8").strip()]
    assert len(with_code) <= 3, sorted(path.relative_to(workspace).as_posix() for path in with_code)


def test_there_are_few_lines(workspace: Path) -> None:
    lines = [
        line
        for path in sources(workspace)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    assert len(lines) <= 100, f"{len(lines)} lines"
