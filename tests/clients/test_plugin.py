"""The plugin, in Claude Code and in Codex: both skills under its name, and the hook that tells the model what its edit added."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.client import SKILLS, Client, Place, Run
from tests.clients.codex import Codex
from tests.clients.conftest import require
from tests.clients.session import ROOT, isolation
from tests.clients.stub.steps import EditFile, LoadSkill, ReadFile, Say, Step, WriteFile

MAIN = "async-python-backend"
PARTS = (".claude-plugin", ".codex-plugin", "hooks", "skills", "scripts")
BAD = WriteFile("app/services/orders.py", "from sqlalchemy import select\n\nORDERS = select(1)\n")
SAME = EditFile(BAD.path, "ORDERS = select(1)\n", "ORDERS = select(2)\n")
WORSE = EditFile(BAD.path, "ORDERS = select(2)\n", "import fastapi\n\nORDERS = fastapi\n")
CLEAN = WriteFile("app/models/orders.py", '"""Orders."""\n')
LOAD, READ = LoadSkill(f"onejob:{MAIN}"), ReadFile(MAIN, "references/layers.md")
SCRIPT: list[Step] = [LOAD, READ, CLEAN, BAD, SAME, WORSE, Say("Done.")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin's own files, away from the checkout: what it needs must be among them."""
    place = tmp_path_factory.mktemp("installed") / "onejob"
    for name in PARTS:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    return place


@pytest.fixture(scope="module")
def plugin(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    client = ClaudeCode("--plugin-dir", str(folder), "--allowedTools", "Read")
    require(client)
    return Run(client, Place(tmp_path_factory.mktemp("plugin")), SCRIPT, None)


def test_both_skills_and_no_other_copy_are_listed(plugin: Run) -> None:
    (start,) = (event for event in plugin.evidence.events if event.get("subtype") == "init")
    ours = [name for name in start["skills"] if "async-python" in name or "planning-features" in name]
    assert sorted(ours) == [f"onejob:{MAIN}", "onejob:planning-features"]


def test_the_skill_is_loaded_and_its_reference_read(plugin: Run) -> None:
    heard = plugin.evidence.heard(SCRIPT.index(READ) + 1)
    assert "# Async Python backends: every layer has one job" in heard
    for line in (SKILLS / MAIN / READ.path).read_text().splitlines():
        assert line in heard
    assert plugin.client.denials(plugin.evidence) == []


def test_the_hook_hands_back_what_each_edit_added(plugin: Run) -> None:
    assert "This edit of" not in plugin.gained(CLEAN)
    first = plugin.gained(BAD)
    assert f"This edit of {BAD.path} added an architecture finding" in first
    assert "service-imports-orm" in first
    assert "This edit of" not in plugin.gained(SAME)
    added = plugin.evidence.heard(SCRIPT.index(WORSE) + 1).rpartition("This edit of")[2]
    assert "service-imports-http" in added
    assert "service-imports-orm" not in added
    assert (plugin.place.project / BAD.path).read_text().endswith("ORDERS = fastapi\n"), "nothing was blocked"


def test_nothing_is_written_into_the_plugin(plugin: Run, folder: Path) -> None:
    assert plugin.evidence
    assert list(folder.rglob("__pycache__")) == []
    assert list(folder.rglob(".onejob_cache")) == []
    assert {path.name for path in folder.iterdir()} == set(PARTS)


@pytest.mark.parametrize(
    "target", [".claude-plugin/plugin.json", ".claude-plugin/marketplace.json", "skills"]
)
def test_claude_codes_own_validator_passes(target: str, tmp_path: Path) -> None:
    client = require(ClaudeCode())
    done = subprocess.run(
        [str(client.program), "plugin", "validate", "--strict", str(ROOT / target)],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Validation passed" in done.stdout


def say(client: Client, place: Place, *words: str) -> str:
    """What a command of the client prints, without a network."""
    done = subprocess.run(
        [*isolation(), str(client.program), *words], cwd=place.project, env=place.environment(),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_claude_code_installs_it_from_the_marketplace_and_removes_it(folder: Path, tmp_path: Path) -> None:
    client, place = require(ClaudeCode()), Place(tmp_path)
    place.make()
    say(client, place, "plugin", "marketplace", "add", str(folder))
    say(client, place, "plugin", "install", "onejob@onejob")
    listed = say(client, place, "plugin", "list")
    assert "onejob@onejob" in listed
    assert "enabled" in listed
    say(client, place, "plugin", "uninstall", "onejob@onejob")
    assert "onejob@onejob" not in say(client, place, "plugin", "list")


def test_codex_installs_it_from_the_same_marketplace_and_removes_it(folder: Path, tmp_path: Path) -> None:
    client, place = require(Codex()), Place(tmp_path)
    place.make()
    say(client, place, "plugin", "marketplace", "add", str(folder))
    say(client, place, "plugin", "add", "onejob@onejob")
    listed = say(client, place, "debug", "prompt-input", "hello")
    for skill in (MAIN, "planning-features"):
        assert listed.count(f"onejob:{skill}: ") == 1
    say(client, place, "plugin", "remove", "onejob@onejob")
    assert "onejob:" not in say(client, place, "debug", "prompt-input", "hello")
