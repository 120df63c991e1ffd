"""`onejob new` end to end: what it writes is checked, typed and tested by the real tools, on PostgreSQL."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from onejob.skill import payload
from onejob.skill.cli import main
from onejob.skill.new_feature import template

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/recipes"

CHECKER = ROOT / "scripts/onejob/check"
MIGRATED = "tests/test_processes.py::test_the_migrations_and_the_orm_classes_agree"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy-cache")


@pytest.fixture
def sound(cache: Path) -> Callable[..., None]:
    """Assert that a project passes `check.py`, `mypy --strict` and its tests."""

    def check(project: Path, *tests: str) -> None:
        checked = run(project, ROOT / "scripts/check.py", ".")
        assert checked.startswith("clean: "), checked
        assert "Success: no issues found" in run(project, "-m", "mypy", "--strict", "--cache-dir", cache)
        assert re.search(r"^\d+ passed", run(project, "-m", "pytest", "-q", *tests), re.MULTILINE)

    return check


def run(project: Path, *words: str | Path) -> str:
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "XDG_RUNTIME_DIR": str(project)}
    command = [sys.executable, *map(str, words)]
    result = subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def new(project: Path, *words: str) -> int:
    return main(["new", *words, "--project", str(project)])


def files_of(*names: str) -> list[str]:
    return [f"tests/test_{name}_{kind}.py" for name in names for kind in ("service", "repository", "http")]


def test_an_application_from_nothing_and_a_second_feature(tmp_path: Path, sound: Callable[..., None]) -> None:
    project = tmp_path / "shop"
    project.mkdir()
    (project / "README.md").write_text("A shop.\n")
    assert new(project, "order") == 0
    sound(project)
    assert new(project, "OrderLine") == 0
    sound(project, *files_of("order", "order_line"), MIGRATED)
    assert (project / "README.md").read_text() == "A shop.\n"
    assert not re.search("recipe|pantry|nutrition", everything(project), re.IGNORECASE)


def test_the_example_takes_another_feature(tmp_path: Path, sound: Callable[..., None]) -> None:
    project = tmp_path / "recipes"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    assert new(project, "categories") == 0
    sound(project, *files_of("category"), MIGRATED, "tests/test_services.py")


def test_a_layer_map_of_its_own(tmp_path: Path, sound: Callable[..., None]) -> None:
    project = tmp_path / "mapped"
    project.mkdir()
    new(project, "order")
    move(
        project,
        {
            "app/services": "app/domain/logic",
            "app/models": "app/domain/data",
            "app/repositories": "app/storage",
            "app/storage/orm": "app/storage/tables",
            "app/routes": "app/web/handlers",
            "app/schemas.py": "app/web/wire.py",
        },
    )
    add_to_pyproject(
        project,
        """
        [tool.onejob.layers]
        interface = ["**/protocols.py"]
        unit-of-work = ["app/storage/unit_of_work.py"]
        orm = ["app/storage/tables/**"]
        repository = ["app/storage/*.py"]
        service = ["app/domain/logic/**"]
        model = ["app/domain/data/**"]
        schema = ["app/web/wire.py"]
        route = ["app/web/handlers/**"]
        """,
    )
    assert new(project, "parcel") == 0
    for path in (
        "app/domain/logic/parcels.py",
        "app/domain/data/parcel.py",
        "app/storage/parcels.py",
        "app/storage/tables/parcels.py",
        "app/web/handlers/parcels.py",
    ):
        assert (project / path).is_file(), path
    assert "class ParcelBody" in (project / "app/web/wire.py").read_text()
    sound(project, *files_of("parcel", "order"), MIGRATED)


def test_a_folder_per_feature(tmp_path: Path, sound: Callable[..., None]) -> None:
    project = tmp_path / "sliced"
    project.mkdir()
    new(project, "order")
    move(
        project,
        {
            "app/services/orders.py": "app/orders/service.py",
            "app/models/order.py": "app/orders/models.py",
            "app/repositories/orm/orders.py": "app/orders/tables.py",
            "app/repositories/orders.py": "app/orders/repository.py",
            "app/routes/orders.py": "app/orders/endpoints.py",
            "app/schemas.py": "app/orders/schemas.py",
            "app/repositories/orm/base.py": "app/tables.py",
        },
    )
    shutil.rmtree(project / "app/repositories/orm")
    for path in sources(project):
        path.write_text(
            path.read_text().replace("from app.repositories.orm import Base", "from app.tables import Base")
        )
    environment = project / "migrations/env.py"
    base = "from app.tables import Base\n"
    row = "from app.orders.tables import OrderRow  # noqa: F401\n"
    environment.write_text(environment.read_text().replace(base, row + base))
    app = project / "app/app.py"
    app.write_text(
        app.read_text()
        .replace("import health, orders", "import health")
        .replace("from app.routes", "from app.orders import endpoints as orders\nfrom app.routes")
    )
    add_to_pyproject(project, '[tool.onejob]\npreset = "feature-sliced"')
    assert new(project, "parcel") == 0
    written = {path.name for path in (project / "app/parcels").iterdir()}
    assert written >= {
        "service.py",
        "models.py",
        "tables.py",
        "repository.py",
        "endpoints.py",
        "schemas.py",
    }
    sound(project, *files_of("parcel", "order"), MIGRATED)


def test_a_copied_skill_needs_nothing_installed_and_leaves_nothing_behind(tmp_path: Path) -> None:
    skill, project = tmp_path / "skill", tmp_path / "shop"
    project.mkdir()
    for path in payload.scaffold(ROOT):
        (skill / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, skill / path)
    shutil.copytree(CHECKER, skill / "scripts/onejob/check", ignore=shutil.ignore_patterns("__pycache__"))
    before = set(skill.rglob("*"))
    output = run(project, "-I", "-S", skill / "scripts/new_feature.py", "order")
    assert "new  app/services/orders.py\n" in output
    assert set(skill.rglob("*")) == before


def test_the_same_text_from_every_python(tmp_path: Path) -> None:
    """Tokens of f-strings differ between versions of Python; what is written does not."""
    texts = set()
    for version in ("3.11", "3.12", "3.13"):
        for python in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))[:1]:
            project = tmp_path / version / "shop"
            project.mkdir(parents=True)
            command = [python, "-I", ROOT / "scripts/new_feature.py", "order-line"]
            subprocess.run([*map(str, command)], cwd=project, check=True, capture_output=True)
            texts.add(everything(project))
    if not texts:
        pytest.skip("NOT TESTED: there is no second Python on this machine")
    assert len(texts) == 1


def everything(project: Path) -> str:
    return "\n".join(path.read_text() for path in sources(project))


def sources(project: Path) -> Iterator[Path]:
    return (path for path in sorted(project.rglob("*")) if path.suffix in {".py", ".toml", ".mako"})


def move(project: Path, moves: dict[str, str]) -> None:
    """Move folders and files, and every import of them."""
    for old, target in moves.items():
        (project / target).parent.mkdir(parents=True, exist_ok=True)
        (project / old).rename(project / target)
        before, after = (name.removesuffix(".py").replace("/", ".") for name in (old, target))
        for path in sources(project):
            text = path.read_text()
            path.write_text(re.sub(rf"\b{re.escape(before)}\b", after, text))
    for folder in [
        path for path in (project / "app").rglob("*") if path.is_dir() and path.name != "__pycache__"
    ]:
        (folder / "__init__.py").touch()


def add_to_pyproject(project: Path, text: str) -> None:
    lines = "\n".join(line.strip() for line in text.strip().split("\n"))
    file = project / "pyproject.toml"
    file.write_text(f"{file.read_text()}\n{lines}\n")


def test_the_wheel_carries_every_file_of_the_template() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    carried = [path for path, place in wheel["force-include"].items() if place == f"onejob/{path}"]
    needed = [f"{template.EXAMPLE}/{path}" for path in template.needed_files()]
    assert not [path for path in needed if not path.startswith(tuple(carried))]
