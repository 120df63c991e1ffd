"""One version everywhere."""

from pathlib import Path

import pytest
from onejob.skill.layout import load
from onejob.skill.release import check

VERSION = '  version: "1.2.0"\n'


@pytest.fixture
def released(pack: Path) -> Path:
    (pack / "pyproject.toml").write_text('[project]\nname = "demo"\nversion = "1.2.0"\n')
    root, planning = pack / "SKILL.md", pack / "skills/planning/SKILL.md"
    root.write_text(root.read_text().replace("  internal", VERSION + "  internal"))
    planning.write_text(planning.read_text().replace("---\n# P", f"metadata:\n{VERSION}---\n# P"))
    (pack / ".claude-plugin").mkdir()
    (pack / ".claude-plugin/plugin.json").write_text('{"name": "demo", "version": "1.2.0"}')
    (pack / ".claude-plugin/marketplace.json").write_text(
        '{"plugins": [{"name": "demo", "version": "1.2.0"}]}'
    )
    return pack


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in check(load(root))]


def test_equal_versions_are_fine(released: Path) -> None:
    assert problems(released) == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("SKILL.md", "SKILL.md:5 version: metadata.version is '1.3.0', the project's version is '1.2.0'"),
        ("skills/planning/SKILL.md", 'write: version: "1.2.0"'),
        (".claude-plugin/plugin.json", "version is '1.3.0'"),
        (".claude-plugin/marketplace.json", "plugins.0.version is '1.3.0'"),
    ],
)
def test_another_version_is_named(released: Path, file: str, words: str) -> None:
    text = (released / file).read_text()
    assert "1.2.0" in text
    (released / file).write_text(text.replace("1.2.0", "1.3.0"))
    (found,) = problems(released)
    assert words in found


def test_a_new_project_version_shows_everywhere(released: Path) -> None:
    (released / "pyproject.toml").write_text('[project]\nversion = "2.0.0"\n')
    assert len(problems(released)) == 4


def test_a_skill_without_version_is_named(released: Path) -> None:
    path = released / "skills/planning/SKILL.md"
    path.write_text(path.read_text().replace(f"metadata:\n{VERSION}", ""))
    assert "metadata.version is None" in problems(released)[0]


def test_a_pack_without_project_version_has_nothing_to_compare(pack: Path) -> None:
    assert problems(pack) == []


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("pyproject.toml", "[project", "pyproject.toml version: not valid TOML"),
        (".claude-plugin/plugin.json", "{\n,", "plugin.json:2 version: not valid JSON"),
        (".claude-plugin/plugin.json", "\0", "a NUL byte"),
    ],
)
def test_broken_files_are_named(released: Path, file: str, text: str, words: str) -> None:
    (released / file).write_text(text)
    assert any(words in problem for problem in problems(released))
