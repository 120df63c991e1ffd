"""`onejob install` and `onejob uninstall`: what lies on disk before and after, in a home folder of the test's own."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from onejob.cli import main
from onejob.skill.install import shipped, swap

SKILLS = ("async-python-backend", "planning-features")
Tree = dict[str, bytes | None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    return folder


@pytest.fixture
def project(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "src").mkdir()
    (folder / "README.md").write_text("mine\n")
    monkeypatch.chdir(folder / "src")
    return folder


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make onejob ship a small pack of the given version."""

    def make(version: str) -> Path:
        place = tmp_path / f"shipped-{version}"
        for name in ("first", "second"):
            (place / name / "references").mkdir(parents=True)
            head = f'---\nname: {name}\nmetadata:\n  version: "{version}"\n---\n'
            (place / name / "SKILL.md").write_text(head)
            (place / name / "references" / f"since-{version}.md").write_text("text\n")
        monkeypatch.setattr(shipped, "folder", lambda: place)
        return place

    return make


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def skill_files(folder: Path) -> Tree:
    return {path: data for path, data in tree(folder).items() if data is not None and path != ".onejob.json"}


@pytest.mark.parametrize(
    ("client", "folder"),
    [
        ("claude", ".claude/skills"),
        ("codex", ".agents/skills"),
        ("opencode", ".agents/skills"),
        ("gemini", ".agents/skills"),
        ("copilot", ".agents/skills"),
        ("cursor", ".agents/skills"),
    ],
)
@pytest.mark.parametrize("scope", ["--project", "--user"])
def test_both_skills_arrive_byte_for_byte(
    client: str, folder: str, scope: str, project: Path, home: Path
) -> None:
    before = {"project": tree(project), "home": tree(home)}
    assert main(["install", "--client", client, scope]) == 0
    base, other = (project, home) if scope == "--project" else (home, project)
    for name in SKILLS:
        origin = shipped.folder() / name
        expected = {path: data for path, data in skill_files(origin).items() if "__pycache__" not in path}
        assert skill_files(base / folder / name) == expected
        assert "SKILL.md" in expected
    assert tree(other) == before[other.name]
    assert {path.name for path in (base / folder).iterdir()} == set(SKILLS)
    assert main(["uninstall", "--client", client, scope]) == 0
    assert {"project": tree(project), "home": tree(home)} == before


@pytest.mark.parametrize("client", ["claude", "codex", "opencode", "gemini", "copilot", "cursor"])
@pytest.mark.parametrize("scope", ["--project", "--user"])
def test_the_whole_life_of_an_installation(
    client: str, scope: str, project: Path, home: Path, release: Callable[[str], Path]
) -> None:
    def onejob(command: str, *words: str) -> tuple[int, Tree]:
        return main([command, "--client", client, scope, *words]), tree(project) | tree(home)

    release("1.0.0")
    bare = tree(project) | tree(home)
    assert onejob("install", "--dry-run") == (0, bare)
    installed = onejob("install")
    assert len([path for path in installed[1] if path.endswith("SKILL.md")]) == 2
    assert onejob("install") == installed
    newer = release("1.1.0")
    assert onejob("install", "--dry-run") == installed
    status, updated = onejob("install")
    (page,) = (path for path in updated if path.endswith("first/SKILL.md"))
    assert (status, updated[page]) == (0, (newer / "first/SKILL.md").read_bytes())
    base = project if scope == "--project" else home
    (base / page).write_text("mine")
    mine = tree(project) | tree(home)
    for command in ("install", "uninstall"):
        assert onejob(command) == (2, mine)
        assert onejob(command, "--dry-run", "--force") == (0, mine)
    assert onejob("install", "--force") == (0, updated)
    assert onejob("uninstall", "--dry-run") == (0, updated)
    assert onejob("uninstall") == (0, bare)


def test_several_clients_share_a_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install", "--client", "claude", "--client", "codex", "--client", "gemini"]) == 0
    said = capsys.readouterr().out
    assert "Codex, Gemini CLI: start a new session" in said
    assert said.count("installed") == 4


def test_signs_in_the_project_name_the_clients(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install"]) == 2
    assert "no sign of a coding agent; name yours: --client claude" in capsys.readouterr().err
    (project / ".cursor").mkdir()
    assert main(["install"]) == 0
    assert (project / ".agents/skills/planning-features/SKILL.md").is_file()
    assert not (project / ".claude").exists()


def test_a_dry_run_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(project)
    assert main(["install", "--client", "claude", "--dry-run"]) == 0
    assert capsys.readouterr().out.count("would be installed") == 2
    assert tree(project) == before
    main(["install", "--client", "claude"])
    installed = tree(project)
    assert main(["uninstall", "--dry-run"]) == 0
    assert "would be removed" in capsys.readouterr().out
    assert tree(project) == installed


def test_again_changes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["install", "--client", "claude"])
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    capsys.readouterr()
    assert main(["install"]) == 0
    assert capsys.readouterr().out.count("up to date") == 2
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before


def test_a_newer_version_replaces_an_untouched_copy(
    project: Path, release: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    release("1.0.0")
    main(["install", "--client", "claude"])
    newer = release("1.1.0")
    assert main(["install"]) == 0
    assert capsys.readouterr().out.count("1.1.0: updated from 1.0.0") == 2
    assert skill_files(project / ".claude/skills/first") == skill_files(newer / "first")
    assert main(["uninstall"]) == 0
    assert not (project / ".claude").exists()


def edit(skill: Path) -> str:
    (skill / "SKILL.md").write_text("mine")
    return "SKILL.md (changed)"


def add(skill: Path) -> str:
    (skill / "notes.md").write_text("mine")
    return "notes.md (added)"


def remove(skill: Path) -> str:
    shutil.rmtree(skill / "references")
    return "(removed)"


def link(skill: Path) -> str:
    (skill / "notes.md").symlink_to("/etc/hostname")
    return "notes.md (added)"


@pytest.mark.parametrize("change", [edit, add, remove, link])
@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_a_modified_copy_is_kept_without_force(
    change: Callable[[Path], str], command: str, project: Path, release: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    release("1.0.0")
    main(["install", "--client", "claude"])
    release("1.1.0")
    words = change(project / ".claude/skills/second")
    before = tree(project)
    assert main([command]) == 2
    message = capsys.readouterr().err
    assert "nothing was changed" in message
    assert str(project / ".claude/skills/second") in message
    assert words in message
    assert tree(project) == before, "not even the first skill, which nobody modified"
    assert main([command, "--force"]) == 0
    second = project / ".claude/skills/second"
    assert not second.exists() if command == "uninstall" else "mine" not in str(tree(second))


def test_a_cache_of_python_is_no_modification(project: Path) -> None:
    main(["install", "--client", "claude"])
    cache = project / ".claude/skills/async-python-backend/scripts/__pycache__"
    cache.mkdir()
    (cache / "check.cpython-311.pyc").write_bytes(b"x")
    assert main(["install"]) == 0
    assert main(["uninstall"]) == 0
    assert not (project / ".claude").exists()


def test_a_copy_made_by_hand_is_adopted_when_it_is_the_same(project: Path) -> None:
    place = project / ".claude/skills/planning-features"
    shutil.copytree(shipped.folder() / "planning-features", place)
    assert main(["uninstall", "--client", "claude"]) == 0
    assert place.exists(), "without a receipt it is not ours to remove"
    assert main(["install", "--client", "claude"]) == 0
    assert main(["uninstall"]) == 0
    assert not place.exists()


def test_a_folder_of_somebody_else_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = project / ".claude/skills/planning-features"
    place.mkdir(parents=True)
    (place / "SKILL.md").write_text("another skill of this name")
    before = tree(project)
    assert main(["install", "--client", "claude"]) == 2
    assert "was not put there by `onejob install`" in capsys.readouterr().err
    assert tree(project) == before


def test_neighbours_stay(project: Path) -> None:
    neighbour = project / ".claude/skills/other/SKILL.md"
    neighbour.parent.mkdir(parents=True)
    neighbour.write_text("other")
    (project / ".claude/settings.json").write_text("{}")
    before = tree(project)
    main(["install", "--client", "claude"])
    main(["uninstall"])
    assert tree(project) == before


@pytest.mark.parametrize("place", [".claude", ".claude/skills"])
def test_a_file_where_a_folder_is_needed_is_named(
    place: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / place).parent.mkdir(exist_ok=True)
    (project / place).write_text("x")
    before = tree(project)
    assert main(["install", "--client", "claude"]) == 2
    assert f"{project / place} is a file, and skills need a folder there" in capsys.readouterr().err
    assert tree(project) == before
    assert main(["install", "--client", "codex"]) == 0
    assert main(["uninstall"]) == 0, "the other clients' skills can be removed all the same"
    assert tree(project) == before


def test_what_a_killed_installation_left_is_swept_up(project: Path) -> None:
    old, young = project / ".claude/.onejob-old/new", project / ".claude/.onejob-young/new"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "SKILL.md").write_text("half")
    os.utime(old.parent, (1, 1))
    assert main(["install", "--client", "claude"]) == 0
    assert not old.parent.exists()
    assert young.exists(), "it may belong to one that runs right now"


def test_a_working_directory_that_is_gone_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path.cwd().rmdir()
    assert main(["install", "--client", "claude"]) == 2
    assert "the working directory does not exist any more" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_never_replaced(kind: str, project: Path, tmp_path: Path) -> None:
    place = project / ".claude/skills/planning-features"
    place.parent.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place.write_text("x") if kind == "file" else place.symlink_to(elsewhere)
    assert main(["install", "--client", "claude", "--force"]) == 2
    assert place.is_symlink() if kind == "link" else place.read_text() == "x"
    assert list(elsewhere.iterdir()) == []


def test_a_link_out_of_the_project_is_refused(
    project: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".claude").symlink_to(home)
    assert main(["install", "--client", "claude"]) == 2
    assert "leads out of the project" in capsys.readouterr().err
    assert tree(home) == {}


def test_a_linked_home_folder_is_followed(home: Path, project: Path, tmp_path: Path) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir()
    (home / ".claude").symlink_to(dotfiles)
    assert main(["install", "--client", "claude", "--user"]) == 0
    assert (dotfiles / "skills/planning-features/SKILL.md").is_file()


def test_claude_codes_own_variable_moves_its_folder(
    home: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", str(tmp_path / "config"))
    assert main(["install", "--client", "claude", "--user"]) == 0
    assert (tmp_path / "config/skills/planning-features/SKILL.md").is_file()
    assert tree(home) == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"version": 1}', '{"version": "1", "sha256": {}}', "[" * 100_000, "\udcff"],
)
def test_a_broken_receipt_is_no_receipt(text: str, project: Path) -> None:
    main(["install", "--client", "claude"])
    place = project / ".claude/skills/planning-features"
    (place / ".onejob.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert main(["uninstall", "--client", "claude"]) == 0
    assert place.exists()
    assert main(["install", "--client", "claude"]) == 0, "the files are the shipped ones: it is mended"
    assert json.loads((place / ".onejob.json").read_text())["version"] == "0.1.0"


def test_a_forged_receipt_clears_no_folder_further_up(project: Path) -> None:
    main(["install", "--client", "claude"])
    for name in SKILLS:
        path = project / f".claude/skills/{name}/.onejob.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "created_folders": 99}))
    shutil.rmtree(project / ".git")
    shutil.rmtree(project / "src")
    (project / "README.md").unlink()
    os.chdir(project)
    assert main(["uninstall"]) == 0
    assert project.is_dir()
    assert tree(project) == {}


def test_a_failure_in_the_middle_puts_everything_back(
    project: Path, release: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    release("1.0.0")
    main(["install", "--client", "claude"])
    release("1.1.0")
    before = tree(project)
    rename, calls = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 4:
            raise OSError(28, "No space left on device", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    assert main(["install"]) == 2
    monkeypatch.setattr(Path, "rename", rename)
    assert tree(project) == before
    assert len(calls) > 4, "what had been renamed was renamed back"


def test_a_first_installation_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    place = tmp_path / ".claude/skills/first"
    with pytest.raises(OSError, match="File name too long"):
        swap.apply([swap.Change(place, {"SKILL.md": b"", "x" * 300: b""})])
    assert tree(tmp_path) == {}


def test_no_skills_to_install_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("onejob.__file__", str(project / "a/b/onejob/__init__.py"))
    assert main(["install", "--client", "claude"]) == 2
    assert "ships no skills" in capsys.readouterr().err


def test_an_unknown_client_is_named_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["install", "--client", "emacs"])
    assert stopped.value.code == 2
    assert "claude" in capsys.readouterr().err
