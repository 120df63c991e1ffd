"""`onejob validate` on whole folders: what is found, what is counted, how it ends."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from onejob.skill.cli import main

SCRIPTS = Path(__file__).parents[2] / "scripts"


def validate(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    status = main(["validate", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out + err


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_a_sound_skill_has_no_problems_and_says_what_was_examined(
    skill: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = validate(capsys, skill)
    assert status == 0
    assert out.startswith("no problems (examined: 1 skill, 2 pages, 2 links, 1 block, 0 snippets")


def test_a_sound_repository_has_no_problems(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", str(pack)]) == 0
    capsys.readouterr()
    status, out = validate(capsys, pack)
    assert status == 0, out
    assert "3 skills, 5 pages, 4 links, 1 block, 1 snippet" in out
    assert "8 payload files" in out


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        pytest.param(
            "SKILL.md", "#services", "#models", "SKILL.md:7 links: .* has no heading #models", id="anchor"
        ),
        pytest.param(
            "SKILL.md", "layers.md#services", "x.md", "SKILL.md:7 links: .* leads to nothing", id="dead"
        ),
        pytest.param(
            "SKILL.md", "references/layers.md#services", "/etc/passwd", "neither relative", id="absolute"
        ),
        pytest.param(
            "SKILL.md", "references/layers.md#services", "file:///etc", "neither relative", id="file-url"
        ),
        pytest.param(
            "SKILL.md", "references/layers.md#services", "../x.md", "leaves the skill", id="outside"
        ),
        pytest.param("SKILL.md", "first.", "[x](http://[) [y](a%00b)", "cannot be followed", id="malformed"),
        pytest.param(
            "SKILL.md", "first.", f"[y]({'a' * 300})", "cannot be followed: .*too long", id="long-link"
        ),
        pytest.param(
            "SKILL.md",
            "[the layers](references/layers.md#services)",
            "it",
            "no link in SKILL.md",
            id="orphan",
        ),
        pytest.param(
            "SKILL.md", "first.", "`scripts/gone.py` first.", "SKILL.md:7 links: .*scripts/gone.py", id="span"
        ),
        pytest.param("SKILL.md", "first.", "a\nb [x](gone.md) c", "SKILL.md:8 links", id="line-in-paragraph"),
        pytest.param(
            "SKILL.md",
            "first.",
            "\n\n| a | b |\n|---|---|\n| [x](y.md) | z |",
            "SKILL.md:11 links",
            id="cell",
        ),
        pytest.param("SKILL.md", "first.", "first.\n" * 250, "SKILL.md:251 budgets: 257 lines", id="lines"),
        pytest.param(
            "SKILL.md", "first.", "word " * 2000, "SKILL.md budgets: about 25.. tokens", id="tokens"
        ),
        pytest.param("references/layers.md", "# Layers", "wé " * 2600, "budgets: 10... bytes", id="bytes"),
        pytest.param(
            "references/layers.md", "# Layers", "w " * 8000, "budgets: about 40.. tokens", id="reference"
        ),
        pytest.param(
            "references/layers.md",
            "## Services",
            "## Services" + "\n" * 101,
            "contents misses #services",
            id="contents",
        ),
        pytest.param(
            "references/layers.md", "return title", "return (", "layers.md:7 blocks: .*not parse", id="syntax"
        ),
        pytest.param(
            "references/layers.md", "```python", "```py", "layers.md:5 blocks: .*'py'", id="language"
        ),
        pytest.param(
            "references/layers.md", "```python services/recipes.py#create", "```", "language ''", id="none"
        ),
        pytest.param("references/layers.md", "#create", "#create more", "blocks: .*the form is", id="info"),
        pytest.param(
            "references/layers.md", "title\n```", "title\n", "blocks: .*never closed", id="unclosed"
        ),
        pytest.param(
            "references/layers.md", "## Services", "    x = 1\n\n## Services", "by indentation", id="indented"
        ),
        pytest.param(
            "references/layers.md",
            "```python services/recipes.py#create\n",
            "```python\n" + "x = 1\n" * 5,
            "layers.md:5 blocks: 7 lines of Python by hand, at most 6",
            id="by-hand",
        ),
        pytest.param(
            "references/layers.md",
            "## Services",
            '```json\n{"a": }\n```\n## Services',
            "json block",
            id="json",
        ),
        pytest.param(
            "references/layers.md", "## Services", "```toml\na\n```\n## Services", "toml block", id="toml"
        ),
        pytest.param(
            "references/layers.md", "## Services", "```yaml\na: [\n```\n## Services", "yaml block", id="yaml"
        ),
        pytest.param(
            "references/layers.md", "# Layers", "\ufeff# Layers", "layers.md:1 text: .*byte order", id="bom"
        ),
        pytest.param(
            "references/layers.md", "# Layers\n", "# Layers\r\n", "layers.md:1 text: .*carriage", id="crlf"
        ),
        pytest.param("references/layers.md", "# Layers", "# \0", "layers.md:1 text: a NUL byte", id="nul"),
        pytest.param(
            "references/layers.md", "# Layers", "x" * 1_100_000, "text: .*the limit is 1048576", id="huge"
        ),
    ],
)
def test_a_broken_skill_is_refused_with_the_place(
    skill: Path, capsys: pytest.CaptureFixture[str], file: str, before: str, after: str, expected: str
) -> None:
    edit(skill / file, before, after)
    status, out = validate(capsys, skill)
    assert status == 1
    assert any(re.search(expected, line) for line in out.splitlines()), out


def test_top_level_await_and_elided_bodies_are_fine(skill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        skill / "references/layers.md", "## Services", "```python\nawait f()\ndef g(): ...\n```\n## Services"
    )
    assert validate(capsys, skill)[0] == 0


def test_long_bad_blocks_may_be_written_by_hand(skill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(
        skill / "references/layers.md", "## Services", "```python bad\n" + "x = 1\n" * 9 + "```\n## Services"
    )
    assert validate(capsys, skill)[0] == 0


def test_a_nested_reference_is_refused(skill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (skill / "references/deep").mkdir()
    (skill / "references/deep/page.md").write_text("# Deep\n")
    status, out = validate(capsys, skill)
    assert status == 1
    assert "deep/page.md links: the page lies deeper than references/" in out


def test_a_script_that_no_page_mentions_is_refused(skill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (skill / "scripts/extra.py").touch()
    status, out = validate(capsys, skill)
    assert status == 1
    assert "scripts/extra.py links: no page mentions scripts/extra.py" in out


def test_a_folder_that_clients_pass_over_is_named(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "skills/reviewing").mkdir()
    (pack / "skills/reviewing/skill.md").write_text("---\n")
    assert "skills/reviewing text: the folder holds no SKILL.md" in validate(capsys, pack)[1]


def test_a_dead_link_is_reported_once_although_the_payload_has_it_too(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(pack / "SKILL.md", "first.", "[x](gone.md)")
    main(["pack", str(pack)])
    assert validate(capsys, pack)[1].count("gone.md") == 1


def test_a_link_to_what_is_not_shipped_shows_in_the_payload(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(pack / "SKILL.md", "first.", "[x](pyproject.toml)")
    main(["pack", str(pack)])
    assert (
        "skills/demo/SKILL.md:7 links: the link 'pyproject.toml' leads to nothing"
        in validate(capsys, pack)[1]
    )


def test_an_installed_skill_is_found_upwards(
    skill: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(skill / "references")
    assert "no problems (examined: 1 skill, 2 pages" in validate(capsys)[1]


def test_undecodable_bytes_are_named_by_line_and_offset(
    skill: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (skill / "SKILL.md").write_bytes(b"---\nname: d\xe9mo\n")
    status, out = validate(capsys, skill)
    assert status == 1
    assert "SKILL.md:2 text: byte 0xe9 at offset 11 is not UTF-8; save the file as UTF-8" in out


def test_a_pipe_in_place_of_a_page_is_refused_and_does_not_block(
    skill: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(skill / "references/pipe.md")
    assert "pipe.md text: this is not a regular file" in validate(capsys, skill)[1]


def test_snippet_drift_is_reported_with_a_diff_and_fixed(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["pack", str(pack)])
    edit(pack / "examples/recipes/services/recipes.py", "return title", "return title.strip()")
    status, out = validate(capsys, pack)
    assert status == 1
    assert "layers.md:5 snippets: the block differs from services/recipes.py#create" in out
    assert "    -    return title\n    +    return title.strip()" in out
    status, out = validate(capsys, pack, "--fix")
    assert "rewrote" in out
    assert "snippets:" not in out
    assert "layers.md payload: differs from its source; run: onejob pack" in out
    assert status == 1


def test_a_repository_without_its_examples_is_not_called_sound(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "examples/recipes/services/recipes.py").unlink()
    assert "services/recipes.py does not exist (looked in" in validate(capsys, pack)[1]


def test_the_examples_folder_can_be_named(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["pack", str(pack)])
    (pack / "examples").rename(pack / "samples")
    status, out = validate(capsys, pack, "--examples", pack / "samples/recipes")
    assert status == 0, out


def test_links_of_the_source_into_the_repository_are_refused(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(pack / "SKILL.md", "first.", "[code](examples/recipes/services/recipes.py) first.")
    assert "leaves the skill: only its own folder is installed" in validate(capsys, pack)[1]


@pytest.mark.parametrize("words", [["."], ["gone"], ["file"]])
def test_nothing_to_examine_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    status, out = validate(capsys, *words)
    assert status == 2
    assert "name the folder of a skill or of a pack" in out


def test_the_root_is_found_upwards(
    pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pack / "examples/recipes")
    assert "2 skills" in validate(capsys)[1]


def test_json_names_paths_relative_to_the_working_directory(
    skill: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(skill.parent)
    edit(skill / "SKILL.md", "name: demo", "name: Demo")
    status, out = validate(capsys, "demo", "--format", "json")
    report = json.loads(out)
    assert status == 1
    assert report["examined"]["pages"] == 2
    assert {problem["path"] for problem in report["problems"]} == {"demo/SKILL.md"}
    assert report["problems"][0].keys() == {"path", "line", "check", "message", "remedy", "detail"}


@pytest.mark.parametrize("script", ["validate.py", "build_pack.py"])
def test_the_entry_scripts_run_from_anywhere_without_leaving_caches(
    script: str, tmp_path: Path, pack: Path
) -> None:
    command = [sys.executable, "-P", str(SCRIPTS / script), "--help"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin"}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: onejob")
    assert len((SCRIPTS / script).read_text().splitlines()) <= 20


def test_missing_packages_are_named_with_the_remedy(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", str(SCRIPTS / "validate.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.search(r"the package \w+ is missing; run: pip install", done.stderr)


def test_an_unknown_command_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["polish"]) == 2
    assert "validate, pack, plan" in capsys.readouterr().err
