"""The domain imports without FastAPI and without SQLAlchemy, and one process serves real requests."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

BLOCKED = """
import importlib, pkgutil, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"fastapi", "starlette", "sqlalchemy", "asyncpg", "httpx", "pydantic"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocker())
imported = 0
for layer in sys.argv[1:]:
    package = importlib.import_module(layer)
    for module in pkgutil.iter_modules(package.__path__, layer + "."):
        importlib.import_module(module.name)
        imported += 1
print(imported)
"""


def import_blocked(*layers: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BLOCKED, *layers]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


# region: import-test
def test_the_domain_imports_without_fastapi_and_sqlalchemy() -> None:
    result = import_blocked("app.models", "app.services", "app.controllers")
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) >= 10


@pytest.mark.parametrize("layer", ["app.repositories", "app.routes"])
def test_the_blocker_does_block(layer: str) -> None:
    assert "is blocked" in import_blocked(layer).stderr


# endregion
