"""The other ways in which the skills get into a project: real installers, offline, and what lies there afterwards."""

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.client import NODE, SKILLS, VENV, Client, Place, Run
from tests.clients.conftest import SWITCH, require
from tests.clients.session import ROOT, isolation
from tests.clients.stub.github import NAME, serving
from tests.clients.stub.steps import LoadSkill, ReadFile, RunCheck, Say, Step, WriteFile

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
MAIN, PLANNING = "async-python-backend", "planning-features"
NPX_SKILLS = Path(os.environ.get("ONEJOB_NODE_CLIENTS", VENV / "node")) / "node_modules/skills/bin/cli.mjs"
GH, LIBRARY_SKILLS = VENV / "bin/gh", VENV / "bin/library-skills"
AGENTS = ("claude-code", "codex", "opencode", "gemini-cli", "github-copilot", "cursor")
PAGE = ReadFile(MAIN, "references/layers.md")
WRITE = WriteFile("app/services/orders.py", "from sqlalchemy import select\n\nORDERS = select(1)\n")
SCRIPT: list[Step] = [LoadSkill(MAIN), PAGE, WRITE, RunCheck(MAIN), LoadSkill(PLANNING), Say("Done.")]


def needed(program: Path) -> Path:
    """The installer, or a skip that cannot be overlooked."""
    if os.environ.get(SWITCH) != "1":
        pytest.skip(f"NOT TESTED here: real installers are tested by `make clients` ({SWITCH}=1)")
    if not program.exists():
        pytest.skip(f"NOT TESTED: {program.name} is not installed (make clients)")
    return program


def run(place: Place, *words: str | Path, **more: str) -> str:
    """What a command prints, without a network, in the place's project."""
    command = [*isolation(), *map(str, words)]
    done = subprocess.run(
        command, cwd=place.project, env=place.environment() | more, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.make()
    (found.project / ".git").rmdir()
    subprocess.run(["git", "init", "-q", str(found.project)], check=True)
    return found


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with every file of this one, as they are now; recordings are left out, they are many."""
    folder = tmp_path_factory.mktemp("checkout") / "onejob"
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".", ":!evals/recordings"],
        capture_output=True, text=True, check=True,
    ).stdout.split("\0")[:-1]  # fmt: skip
    for name in (name for name in listed if (ROOT / name).is_file()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for words in (["init", "-q"], ["add", "--all", "--force"], ["commit", "-q", "--message", "all"]):
        subprocess.run([*git, *words], check=True)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that holds our wheel."""
    needed(LIBRARY_SKILLS)
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "env/bin/python"), "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    return folder / "env"


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def front(page: bytes) -> tuple[set[str], str]:
    """The name and the description of a skill, in whatever order, and the text below."""
    head, _, body = page.decode().removeprefix("---\n").partition("\n---\n")
    return {line for line in head.splitlines() if re.match("(name|description): ", line)}, body.strip()


def arrived(folder: Path, *, with_notes: bool = False) -> None:
    """Both skills and nothing else lie in a folder of skills; with notes, an installer added some to the frontmatter."""
    assert sorted(path.name for path in folder.iterdir()) == [MAIN, PLANNING]
    for name in (MAIN, PLANNING):
        there, expected = files(folder / name), files(SKILLS / name)
        if with_notes:
            assert front(there.pop("SKILL.md")) == front(expected.pop("SKILL.md"))
        assert there == expected


def checks(skill: Path, project: Path) -> None:
    """The checker runs from there, and leaves nothing behind."""
    before = files(skill)
    (project / "app/services").mkdir(parents=True)
    (project / WRITE.path).write_text(WRITE.content)
    command = [sys.executable, str(skill / "scripts/check.py"), "--no-cache", "--format", "agent", "app"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert f"{WRITE.path}:1 service-imports-orm" in done.stdout
    assert files(skill) == before


def npx_skills(place: Place, *words: str | Path) -> str:
    return run(place, NODE, needed(NPX_SKILLS), *words, DISABLE_TELEMETRY="1", NO_COLOR="1")


def test_npx_skills_adds_both_and_removes_them(checkout: Path, place: Place) -> None:
    assert npx_skills(place, "--version").strip() == "1.7.4"
    npx_skills(place, "add", checkout, "--skill", "*", "--agent", *AGENTS, "--yes")
    arrived(place.project / ".agents/skills")
    for name in (MAIN, PLANNING):
        link = place.project / ".claude/skills" / name
        assert link.resolve() == place.project / ".agents/skills" / name
    checks(place.project / ".claude/skills" / MAIN, place.project)
    npx_skills(place, "remove", MAIN, PLANNING, "--yes")
    assert list(place.project.rglob("SKILL.md")) == []


def test_npx_skills_finds_both_without_being_told(checkout: Path, place: Place) -> None:
    said = npx_skills(place, "add", checkout, "--list")
    assert "Found 2 skills" in said
    assert all(f"    {name}\n" in said for name in (MAIN, PLANNING))


@pytest.mark.parametrize(("agent", "folder"), [("claude-code", ".claude"), ("codex", ".agents")])
def test_gh_skill_installs_both_from_github(agent: str, folder: str, checkout: Path, place: Place) -> None:
    needed(GH)
    assert run(place, GH, "--version").startswith("gh version 2.103.3 ")
    with serving(checkout, place.home) as github:
        run(place, GH, "skill", "install", NAME, "--all", "--agent", agent, **github.environment)
    arrived(place.project / folder / "skills", with_notes=True)
    checks(place.project / folder / "skills" / MAIN, place.project)
    assert all(path.startswith(f"/repos/{NAME}") for path in github.asked)


def test_gh_skill_installs_both_from_a_checkout(checkout: Path, place: Place) -> None:
    run(
        place,
        needed(GH),
        "skill",
        "install",
        checkout / "skills",
        "--from-local",
        "--all",
        "--agent",
        "codex",
    )
    arrived(place.project / ".agents/skills", with_notes=True)


def test_gh_skill_finds_nothing_wrong_with_what_would_be_published(checkout: Path, place: Place) -> None:
    run(place, needed(GH), "skill", "publish", "--dry-run", checkout / "skills")


def library_skills(place: Place, environment: Path, *words: str) -> str:
    (place.project / ".venv").symlink_to(environment)
    (place.project / "pyproject.toml").write_text(
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["onejob"]\n'
    )
    return run(place, needed(LIBRARY_SKILLS), *words)


def test_library_skills_sees_both_in_the_wheel(environment: Path, place: Place) -> None:
    seen = json.loads(library_skills(place, environment, "scan", "--json"))
    assert seen["warnings"] == []
    assert sorted(item["name"] for item in seen["skills"]) == [MAIN, PLANNING]
    for item in seen["skills"]:
        names, _ = front((SKILLS / item["name"] / "SKILL.md").read_bytes())
        assert f"description: {item['description']}" in names
        assert (item["package"], item["version"]) == ("onejob", VERSION)


def test_library_skills_links_both(environment: Path, place: Place) -> None:
    library_skills(place, environment, "--all", "--yes", "--claude")
    for folder in (".agents/skills", ".claude/skills"):
        arrived(place.project / folder)
        assert all(path.is_symlink() for path in (place.project / folder).iterdir())
    checks(place.project / ".claude/skills" / MAIN, place.project)
    run(place, LIBRARY_SKILLS, "remove", MAIN, PLANNING, "--yes", "--claude")
    assert list(place.project.glob(".*/skills/*")) == []


def test_claude_code_reads_what_is_linked(checkout: Path, tmp_path: Path) -> None:
    client = require(ClaudeCode())
    needed(NPX_SKILLS)

    def install(place: Place, client: Client) -> None:
        npx_skills(place, "add", checkout, "--skill", "*", "--agent", "claude-code", "codex", "--yes")

    found = Run(client, Place(tmp_path), SCRIPT, install)
    for line in (SKILLS / MAIN / PAGE.path).read_text().splitlines():
        assert line in found.evidence.heard(SCRIPT.index(PAGE) + 1)
    assert f"{WRITE.path}:1 service-imports-orm" in found.gained(SCRIPT[3])
    assert client.denials(found.evidence) == []
