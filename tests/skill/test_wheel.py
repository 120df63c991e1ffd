"""The wheel: what is in it, and what it does in an environment that has nothing else."""

import os
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKILLS = ("async-python-backend", "planning-features")
HANDLER = """\
from fastapi import APIRouter, HTTPException

router = APIRouter()


@router.get("/recipes/{key}")
async def read(key: int) -> str:
    raise HTTPException(404)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(place), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment that holds this wheel and none of its dependencies."""
    place = tmp_path_factory.mktemp("bare") / "env"
    venv.create(place, with_pip=False, symlinks=True)
    folder = place / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "python"), "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", str(wheel)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "onejob"


def run(command: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [str(command), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_both_skills_are_in_it_exactly_as_committed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist() if ".agents" in name}
    expected = {}
    for name in SKILLS:
        for path in (ROOT / "skills" / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                relative = path.relative_to(ROOT / "skills").as_posix()
                expected[f"onejob/.agents/skills/{relative}"] = path.read_bytes()
    assert sorted(inside) == sorted(expected)
    assert inside == expected
    assert all(f"onejob/.agents/skills/{name}/SKILL.md" in inside for name in SKILLS)


def test_nothing_else_of_the_repository_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        headers = Parser().parsestr(archive.read(metadata).decode())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"onejob", f"onejob-{headers['Version']}.dist-info"}
    template = "examples/recipes/tests/"  # `onejob new` writes tests after these, from the wheel and from a copied skill
    own = [name for name in names if template not in name]
    assert not [name for name in own if name.endswith(".pyc") or "/tests/" in name]
    required = [line for line in headers.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert sorted(line.split(">=")[0] for line in required) == ["jsonschema", "markdown-it-py", "pyyaml"]


def test_the_checker_works_without_any_dependency(bare: Path, tmp_path: Path) -> None:
    handler = tmp_path / "app" / "routes" / "recipes.py"
    handler.parent.mkdir(parents=True)
    handler.write_text(HANDLER)
    done = run(bare, "check", "app", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "http-exception-raised" in done.stdout


def test_skills_are_installed_from_it_and_removed(bare: Path, tmp_path: Path) -> None:
    done = run(bare, "install", "--client", "claude", "--client", "codex", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for folder in (".claude", ".agents"):
        for name in SKILLS:
            installed = tmp_path / folder / "skills" / name / "SKILL.md"
            assert installed.read_bytes() == (ROOT / "skills" / name / "SKILL.md").read_bytes()
    assert run(bare, "uninstall", folder=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_needs_a_dependency_names_it(bare: Path, tmp_path: Path) -> None:
    done = run(bare, "validate", str(ROOT), folder=tmp_path)
    assert done.returncode == 2
    assert "is missing; run: pip install pyyaml markdown-it-py jsonschema" in done.stderr
