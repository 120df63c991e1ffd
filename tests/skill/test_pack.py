"""`onejob pack`: what is in the payload, that nothing else is, and that it is the same bytes every time."""

import os
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
import yaml
from onejob.skill import archive, payload
from onejob.skill.cli import main

ROOT = Path(__file__).resolve().parents[2]

PAYLOAD = [
    "LICENSE",
    "SKILL.md",
    "agents/openai.yaml",
    "references/layers.md",
    "scripts/check.py",
    "scripts/onejob/__init__.py",
    "scripts/onejob/check/__init__.py",
    "scripts/onejob/check/run.py",
]


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    status = main(["pack", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out + err


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_payload_holds_the_listed_files_and_nothing_else(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, pack)[0] == 0
    assert sorted(files(pack / "skills/demo")) == PAYLOAD


def test_the_payload_is_not_marked_internal_and_else_the_same(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, pack)
    packed = (pack / "skills/demo/SKILL.md").read_text()
    assert packed == (pack / "SKILL.md").read_text().replace("metadata:\n  internal: true\n", "")


def test_other_metadata_stays(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (pack / "SKILL.md").read_text().replace("  internal: true", '  internal: true\n  version: "1.0"')
    (pack / "SKILL.md").write_text(text)
    run(capsys, pack)
    front = yaml.safe_load((pack / "skills/demo/SKILL.md").read_text().split("---")[1])
    assert front["metadata"] == {"version": "1.0"}


def test_every_build_gives_the_same_bytes(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, pack)
    first = files(pack / "dist") | files(pack / "skills")
    for path in pack.rglob("*"):
        os.utime(path, (1, 1))
    shutil.rmtree(pack / "dist")
    run(capsys, pack)
    assert files(pack / "dist") | files(pack / "skills") == first


def test_each_skill_becomes_a_zip_with_its_name_on_top(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, pack)
    assert sorted(files(pack / "dist")) == ["demo.skill", "planning.skill"]
    with zipfile.ZipFile(pack / "dist/demo.skill") as archive:
        assert archive.namelist() == [f"demo/{name}" for name in PAYLOAD]
        assert archive.read("demo/SKILL.md") == (pack / "skills/demo/SKILL.md").read_bytes()
        assert archive.testzip() is None


@pytest.mark.parametrize("name", ["async-python-backend", "planning-features"])
def test_our_own_zips_are_ones_that_claude_ai_takes(name: str, tmp_path: Path) -> None:
    skill = ROOT / "skills" / name
    archive.write(tmp_path / "x.skill", name, payload.existing(skill))
    with zipfile.ZipFile(tmp_path / "x.skill") as packed:
        inside = {entry.filename: packed.read(entry) for entry in packed.infolist()}
        assert all(entry.external_attr >> 16 == stat.S_IFREG | 0o644 for entry in packed.infolist())
    assert inside == {f"{name}/{path}": data for path, data in payload.existing(skill).items()}
    front = yaml.safe_load(inside[f"{name}/SKILL.md"].decode().split("---")[1])
    assert front["name"] == name
    assert not any(word in name for word in ("claude", "anthropic"))
    assert not set("<>") & set(front["description"])


def test_pack_brings_snippets_and_tables_up_to_date_first(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "references/layers.md").write_text(
        "# Layers\n\n## Services\n\n```python services/recipes.py#create\nold\n```\n\n"
        "<!-- generated: rules -->\n<!-- end -->\n"
    )
    assert run(capsys, pack)[0] == 0
    text = (pack / "skills/demo/references/layers.md").read_text()
    assert "return title" in text
    assert "| `service-imports-service` | error |" in text
    assert run(capsys, pack, "--check") == (0, "no problems (examined: 1 table, 8 payload files)\n")


def test_what_was_left_over_in_the_payload_is_gone_after_packing(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, pack)
    (pack / "skills/demo/scripts/old.py").touch()
    run(capsys, pack)
    assert sorted(files(pack / "skills/demo")) == PAYLOAD
    assert not (pack / "build/pack").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda p: (p / "extra.py").touch(), "extra.py payload: does not belong", id="extra"),
        pytest.param(lambda p: (p / ".env").touch(), ".env payload: does not belong", id="hidden"),
        pytest.param(lambda p: (p / "LICENSE").unlink(), "LICENSE payload: missing", id="missing"),
        pytest.param(lambda p: (p / "LICENSE").write_text("BSD"), "LICENSE payload: differs", id="changed"),
        pytest.param(lambda p: (p / "x").symlink_to("/etc"), "/x payload: does not belong", id="link"),
        pytest.param(lambda p: os.mkfifo(p / "pipe"), "pipe payload: does not belong", id="pipe"),
        pytest.param(
            lambda p: shutil.rmtree(p), "demo payload: the payload has not been built", id="all-missing"
        ),
        pytest.param(
            lambda p: (p.parent.parent / "LICENSE").write_text("BSD\n"),
            "LICENSE payload: differs",
            id="source",
        ),
        pytest.param(
            lambda p: (p.parent.parent / "LICENSE").unlink(),
            "LICENSE text: the file does not exist",
            id="no-source",
        ),
    ],
)
def test_drift_of_the_payload_is_reported(
    pack: Path, capsys: pytest.CaptureFixture[str], change: object, words: str
) -> None:
    run(capsys, pack)
    assert callable(change)
    change(pack / "skills/demo")
    before = files(pack)
    status, out = run(capsys, pack, "--check")
    assert status == 1
    assert words in out
    assert main(["validate", str(pack)]) == 1
    assert files(pack) == before


def test_caches_in_the_payload_are_no_drift(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, pack)
    (pack / "skills/demo/scripts/__pycache__").mkdir()
    (pack / "skills/demo/scripts/__pycache__/check.pyc").touch()
    assert run(capsys, pack, "--check")[0] == 0


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        pytest.param("SKILL.md", "name: demo", "name: ../../x", "lowercase letters", id="path"),
        pytest.param("SKILL.md", "name: demo", "name: [demo", "not valid YAML", id="yaml"),
        pytest.param("SKILL.md", "  internal: true", '  a: "b"', "not marked internal", id="not-internal"),
        pytest.param("references/layers.md", "#create", "#gone", "has no region 'gone'", id="region"),
        pytest.param(
            "references/layers.md",
            "# Layers",
            "<!-- generated: x -->\n<!-- end -->",
            "'x' cannot be",
            id="table",
        ),
        pytest.param("references/layers.md", "# Layers", "\0", "a NUL byte", id="nul"),
        pytest.param(
            "skills/planning/SKILL.md", "name: planning", "name: other", "the folder is", id="other"
        ),
    ],
)
def test_a_broken_pack_is_refused_before_anything_is_written(
    pack: Path, capsys: pytest.CaptureFixture[str], file: str, before: str, after: str, words: str
) -> None:
    (pack / "examples/recipes/services/recipes.py").write_text("# region: create\nnew = 1\n# endregion\n")
    text = (pack / file).read_text()
    assert before in text
    (pack / file).write_text(text.replace(before, after, 1))
    state = files(pack)
    status, out = run(capsys, pack)
    assert status == 2
    assert words in out
    assert files(pack) == state


@pytest.mark.parametrize(
    "link", ["skills/planning/notes.md", "references/more.md", "scripts/onejob/check/x.py"]
)
def test_symbolic_links_are_not_followed(pack: Path, capsys: pytest.CaptureFixture[str], link: str) -> None:
    (pack / link).symlink_to("/etc/hostname")
    status, out = run(capsys, pack)
    assert status == 2
    assert "a symbolic link cannot be packed; replace it by the file" in out


@pytest.mark.parametrize("words", [[], ["--check"]])
def test_a_skill_alone_cannot_be_packed(
    skill: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    status, out = run(capsys, skill, *words)
    assert status == 2
    assert "there is no SKILL.md to pack" in out


def test_a_failure_to_write_leaves_the_old_payload(
    pack: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, pack)
    (pack / "LICENSE").write_text("BSD\n")
    old, rename = files(pack / "skills/demo"), Path.rename

    def fail_on_the_new_folder(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_on_the_new_folder)
    status, out = run(capsys, pack)
    assert status == 2
    assert "No space left on device" in out
    assert files(pack / "skills/demo") == old
