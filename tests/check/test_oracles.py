"""Differential oracles: whatever import edge grimp or ruff sees inside a project, the checker sees too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from onejob.check.configuration.config import load_config
from onejob.check.run import load_project

from tests.check.trees import ROOT, write_tree

FIXTURE = {
    "shop/__init__.py": "",
    "shop/main.py": "import shop.services.orders as o\nimport shop\nprint(shop.config.X)\n",
    "shop/config.py": "X = 1\n",
    "shop/services/__init__.py": "from .orders import OrderService\nfrom shop.services.users import *\n",
    "shop/services/orders.py": "from typing import TYPE_CHECKING\nfrom . import users\nfrom .users import (\n    UserService as U,\n)\nfrom ..models import order\nfrom .. import config\nif TYPE_CHECKING:\n    from shop.api import routes\n",
    "shop/services/users.py": "def f():\n    from shop.models.user import User\n    return User\n\n\nclass UserService: ...\n",
    "shop/models/__init__.py": "from .order import Order\n",
    "shop/models/order.py": "try:\n    from .user import User\nexcept ImportError:\n    from ..config import X as User\n",
    "shop/models/user.py": "class User: ...\n",
    "shop/api/__init__.py": "",
    "shop/api/routes.py": "from shop import services\nfrom shop.services import OrderService\nimport shop.models.order, shop.models.user\n",
    "shop/api/deep/__init__.py": "from ...services.orders import OrderService\nfrom . import leaf\nfrom .leaf import *\n",
    "shop/api/deep/leaf.py": "from ... import models\nfrom ...models.order import Order as O\n",
    "shop/plugins/late.py": "from shop.models import Order\nfrom . import other\n",
    "shop/plugins/other.py": "import importlib\nimportlib.import_module('shop.services.users')\n",
}
Edges = set[tuple[str, str]]


def our_edges(root: Path, package: str) -> Edges:
    """(importer, imported) by module name: as written, and where a re-export really leads."""
    project = load_project([root / package], load_config([root]))
    edges = set()
    for file in project.files:
        for edge in file.edges:
            names = {edge.fact.module, edge.fact.dotted}
            names |= {edge.target.module.name} if edge.target.module else set()
            edges |= {(file.name, name) for name in names if project.module(name)}
    return edges


def grimp_edges(root: Path, package: str) -> Edges:
    """Asked in a process of its own: grimp needs the package on its path."""
    program = (
        "import grimp, json, sys; g = grimp.build_graph(sys.argv[1], cache_dir=None);"
        "print(json.dumps([(a, b) for a in g.modules for b in g.find_modules_directly_imported_by(a)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, package],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    return {(importer, imported) for importer, imported in json.loads(done.stdout)}


def ruff_edges(root: Path, package: str) -> Edges:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, "analyze", "graph", "--isolated", package],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    graph: dict[str, list[str]] = json.loads(done.stdout)
    return {(module(importer), module(imported)) for importer, found in graph.items() for imported in found}


def module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.fixture(params=["fixture", "onejob"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    if request.param == "fixture":
        return write_tree(tmp_path, FIXTURE), "shop"
    return ROOT / "scripts", "onejob"


def test_we_see_what_grimp_sees(tree: tuple[Path, str]) -> None:
    theirs = grimp_edges(*tree)
    assert len(theirs) > 10
    assert theirs - our_edges(*tree) == set()


def test_we_see_what_ruff_sees(tree: tuple[Path, str]) -> None:
    root, package = tree
    theirs = ruff_edges(root, package)
    assert len(theirs) > 10
    # Ruff counts an import of `a.b` as one of the package `a` that is passed through; and every module as a user of
    # what its own package's `__init__` is. Those are no imports that anybody wrote.
    ours = our_edges(root, package)
    missing = theirs - ours
    below = {(importer, imported.rpartition(".")[0]) for importer, imported in ours}
    assert missing - below == set()


def test_we_see_what_grimp_does_not(tmp_path: Path) -> None:
    """Folders without `__init__.py`, literal dynamic imports, attribute access, re-exports."""
    ours = our_edges(write_tree(tmp_path, FIXTURE), "shop")
    more = {
        ("shop.plugins.late", "shop.models.order"),
        ("shop.plugins.late", "shop.plugins.other"),
        ("shop.plugins.other", "shop.services.users"),
        ("shop.main", "shop.config"),
        ("shop.api.routes", "shop.services.orders"),
    }
    assert more <= ours
    assert not more & grimp_edges(tmp_path, "shop")
