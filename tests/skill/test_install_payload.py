"""The installed skill folder alone: copied, read-only, behind a link, under every Python that is at hand."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from onejob.skill import payload

ROOT = Path(__file__).resolve().parents[2]
PAYLOAD = ROOT / "skills" / "async-python-backend"
SUPPORTED = ("3.11", "3.12", "3.13")
TOO_OLD = ("3.8", "3.9", "3.10")
SERVICE = "from sqlalchemy import select\n\nQUERY = select(1)\n"


@cache
def interpreter(version: str) -> str | None:
    """A Python of this version: on PATH, or where pyenv keeps them."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for program in [shutil.which(f"python{version}"), *map(str, kept)]:
        if program and _version(program) == version:
            return program
    return None


def _version(program: str) -> str:
    ask = [program, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def needed(version: str) -> str:
    found = interpreter(version)
    if not found:
        pytest.skip(f"NOT TESTED: there is no Python {version} on this machine")
    return found


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(PAYLOAD, folder / "skill", ignore=shutil.ignore_patterns("__pycache__")))


def read_only(folder: Path) -> Path:
    place = copied(folder)
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return place


def linked(folder: Path) -> Path:
    link = folder / "link"
    link.symlink_to(copied(folder))
    return link


def entry_linked(folder: Path) -> Path:
    place = folder / "links"
    (place / "scripts").mkdir(parents=True)
    (place / "scripts/check.py").symlink_to(copied(folder) / "scripts/check.py")
    return place


@pytest.fixture
def project(tmp_path: Path) -> Path:
    service = tmp_path / "project" / "app" / "services" / "orders.py"
    service.parent.mkdir(parents=True)
    service.write_text(SERVICE)
    return tmp_path / "project"


def check(program: str, skill: Path, project: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    command = [program, *flags, str(skill / "scripts/check.py"), "--format", "agent", "--no-cache", "app"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(project.parent)}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


PLACES = [copied, read_only, linked, entry_linked]
RUNS = [("3.11", place) for place in PLACES] + [(version, read_only) for version in SUPPORTED[1:]]


@pytest.mark.parametrize(("version", "place"), RUNS)
def test_the_checker_runs_and_writes_nothing(
    version: str, place: Callable[[Path], Path], project: Path
) -> None:
    skill = place(project.parent)
    before = files(project) | files(skill)
    done = check(needed(version), skill, project)
    assert done.returncode == 1, done.stderr
    assert "app/services/orders.py:1 service-imports-orm" in done.stdout
    assert files(project) | files(skill) == before


@pytest.mark.parametrize(("version", "place"), [("3.11", linked), ("3.12", read_only), ("3.13", copied)])
def test_a_feature_is_written_from_there_too(
    version: str, place: Callable[[Path], Path], project: Path
) -> None:
    skill, shop = place(project.parent), project.parent / "shop"
    shop.mkdir()
    before = files(skill)
    command = [needed(version), str(skill / "scripts/new_feature.py"), "order"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(project.parent)}
    done = subprocess.run(command, cwd=shop, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    checked = subprocess.run(
        [needed(version), str(skill / "scripts/check.py"), "--no-cache", "."],
        cwd=shop, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.stdout.startswith("clean: "), checked.stdout
    assert not list(shop.rglob("__pycache__"))
    assert files(skill) == before


@pytest.mark.parametrize("flag", ["-I", "-P"])
def test_strict_interpreter_flags_do_not_matter(flag: str, project: Path) -> None:
    done = check(sys.executable, copied(project.parent), project, flag)
    assert done.returncode == 1, done.stderr


@pytest.mark.parametrize("version", TOO_OLD)
def test_an_older_python_is_told_what_is_needed(version: str, project: Path) -> None:
    done = check(needed(version), copied(project.parent), project)
    assert done.returncode == 2
    assert re.fullmatch(r"check\.py needs Python 3\.11 or newer; this is Python [\d.]+\n", done.stderr)


def test_no_module_lies_idle() -> None:
    """Each one is imported by another, or is a rule, a survey, a format or a command, which are found by their names."""
    modules = {
        path.removeprefix("scripts/").removesuffix(".py").replace("/", "."): data.decode()
        for path, data in payload.content(ROOT).items()
        if path.startswith("scripts/onejob/check/") and not path.endswith("__init__.py")
    }
    assert len(modules) > 100
    discovered = {"rules", "formats", "commands", "surveys"}
    for name, text in modules.items():
        parent, _, last = name.rpartition(".")
        if parent.rpartition(".")[2] in discovered or last.endswith("json"):
            continue
        spelled = re.compile(rf"\b{re.escape(name)}\b|from {re.escape(parent)} import .*\b{last}\b")
        entry = (ROOT / "scripts/check.py").read_text()
        assert any(spelled.search(other) for other in (*modules.values(), entry) if other is not text), name


def test_every_reference_that_the_skill_names_is_there(tmp_path: Path) -> None:
    skill = copied(tmp_path)
    named = set(re.findall(r"references/[\w-]+\.md", (skill / "SKILL.md").read_text()))
    shipped = {path.relative_to(skill).as_posix() for path in (skill / "references").iterdir()}
    assert named == shipped
    page = (skill / "SKILL.md").read_text()
    assert all(f"scripts/{path.name}" in page for path in (skill / "scripts").glob("*.py"))
