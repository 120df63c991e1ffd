"""Any skill pack can be evaluated: cases that name none of our rules leave no trace of them anywhere."""

import json
from pathlib import Path

import pytest
from onejob.check.rule import load_rules
from onejob.evals.cli import main

CASE = """\
id: haiku
title: A haiku in a file
kind: tiny
prompt: Write a haiku into haiku.txt.
contract: contract
rules: []
"""
CONTRACT = """\
from pathlib import Path


def test_three_lines(workspace: Path) -> None:
    assert len((workspace / "haiku.txt").read_text().splitlines()) == 3
"""
SKILL = (
    '---\nname: haiku-master\ndescription: Writes haiku.\nmetadata:\n  version: "2.1"\n---\nThree lines.\n'
)
OUR_WORDS = ("rules", "layers", "architecture", "import-linter")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A skill, its case, and one run in each arm: without the skill it forgets a line."""
    (tmp_path / "skill").mkdir()
    (tmp_path / "skill" / "SKILL.md").write_text(SKILL)
    case = tmp_path / "pack" / "cases" / "haiku"
    (case / "contract").mkdir(parents=True)
    (case / "case.yaml").write_text(CASE)
    (case / "contract" / "test_haiku.py").write_text(CONTRACT)
    (tmp_path / "pack" / "recordings").mkdir()
    for arm, lines in (("none", 2), ("skill", 3)):
        work = tmp_path / f"work-{arm}"
        work.mkdir()
        (work / "haiku.txt").write_text("an old silent pond\n" * lines)
        (work / "count.py").write_text("print(len(open('haiku.txt').readlines()))\n")
        if arm == "skill":
            installed = work / ".claude" / "skills" / "haiku-master"
            installed.mkdir(parents=True)
            (installed / "SKILL.md").write_text(SKILL)
        (tmp_path / "said.md").write_text("Done.")
        words = [str(work), "--case", "haiku", "--arm", arm, "--agent", "Demo"]
        where = ["--message", str(tmp_path / "said.md"), "--cases", str(case.parent)]
        assert main(["eval", "import", *words, *where]) == 0
    return tmp_path


def test_a_foreign_pack(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    words = ["--skill", str(pack / "skill"), "--cases", str(pack / "pack" / "cases")]
    assert main(["eval", *words, "--output", str(pack / "out")]) == 0
    printed = capsys.readouterr().out
    results = json.loads((pack / "out" / "results.json").read_text())
    assert [(run["arm"], run["verdict"]) for run in results["runs"]] == [("none", "fail"), ("skill", "pass")]
    assert results["skill"]["name"] == "haiku-master"
    assert not any(run["stale"] for run in results["runs"])
    assert "1 of 1 contract tests, first test_haiku.py::test_three_lines" in printed

    written = [(pack / "out" / name).read_text() for name in ("summary.md", "junit.xml", "benchmark.json")]
    page = (pack / "out" / "report.html").read_text()
    data = (pack / "out" / "results.json").read_text()
    for rule in load_rules():
        assert not any(rule in text for text in (printed, page, data, *written)), rule
    for word in OUR_WORDS:
        assert word not in printed
        assert not any(word in text for text in written), word
    assert 'id="rules"' not in page
    assert 'id="opinions"' not in page
    assert "<h4>Findings" not in page
