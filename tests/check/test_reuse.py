"""After an edit only those are asked again who looked at what changed: the answer is the one that a check without a memory gives."""

import random
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from onejob.check import check
from onejob.check.reading.watching import SYNTAX
from onejob.check.run import Request, run
from onejob.check.running.reuse import Changes

from tests.check.trees import ROOT, write_tree

ADDED = (
    "", "session.execute(OrderRow(a=1))", "raise ValueError(1)", "x: int = 1", "from app import errors",
    "class Added(AppError): ...", "import app.repositories.orm", "async def added(x: int) -> None: ...",
    "from app.models import *", "created_at: Mapped[datetime]", "service = OrderService(session)",
)  # fmt: skip


def _edited(lines: list[str], chosen: random.Random) -> list[str]:
    """One edit as people make them: a line more, a line less, two lines that change places, a name that changes."""
    first, second = chosen.randrange(len(lines)), chosen.randrange(len(lines))
    kind = chosen.randrange(len(ADDED) + 4)
    if kind == len(ADDED):
        return lines[:first] + lines[first + 1 :]
    if kind == len(ADDED) + 1:
        lines[first], lines[second] = lines[second], lines[first]
        return lines
    if kind > len(ADDED) + 1:
        names = re.findall(r"^\s*(?:class|(?:async )?def) (\w+)", "\n".join(lines), re.MULTILINE)
        old = chosen.choice(names) if names else "x"
        return [re.sub(rf"\b{old}\b", f"{old}X", line) for line in lines]
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    return [*lines[:first], indent + ADDED[kind], *lines[first:]]


def _edits(app: Path, chosen: random.Random) -> Iterator[Path]:
    """Edits files, adds copies of files, removes files; half of the edits are taken back."""
    while True:
        files = [path for path in sorted(app.rglob("*.py")) if path.stat().st_size]
        path = chosen.choice(files)
        before = path.read_text(encoding="utf-8")
        kind = chosen.randrange(8)
        if kind == 0:
            path.with_name(f"more_{path.name}").write_text(before, encoding="utf-8")
        elif kind == 1:
            path.unlink()
        else:
            path.write_text("\n".join(_edited(before.split("\n"), chosen)), encoding="utf-8")
        yield path
        if chosen.random() < 0.5:
            path.write_text(before, encoding="utf-8")
            path.with_name(f"more_{path.name}").unlink(missing_ok=True)


@pytest.mark.parametrize("seed", range(4))
def test_an_edit_is_judged_as_if_for_the_first_time(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    app = tmp_path / "app"
    shutil.copytree(ROOT / "examples/recipes/app", app, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").touch()
    cached = Request([app], cache=str(tmp_path / "cache"))
    run(cached)
    for _, path in zip(range(10), _edits(app, chosen), strict=False):
        time.sleep(0.03)  # a younger file is never trusted, and would be read again for that reason alone
        assert run(cached) == run(Request([app])), path


IMPLEMENTATION = {
    "app/services/protocols.py": "class IOrderService(Protocol):\n    async def place(self) -> None: ...\n",
    "app/services/orders.py": "class OrderService:\n    async def place(self) -> None: ...\n",
    "app/routes/orders.py": "from app.services.orders import OrderService\n\nservice = OrderService()\n",
    "app/models/order.py": "class Order: ...\n",
}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("app/services/protocols.py", "", id="the Protocol is gone"),
        pytest.param("app/services/orders.py", "class OrderService: ...\n", id="the class does nothing any more"),
        pytest.param("app/routes/orders.py", "\n\nfrom app.services.orders import OrderService\n\nmade = OrderService()\n", id="the call moves"),
        pytest.param("app/models/order.py", "class Order(Base):\n    __tablename__ = 'o'\n", id="the layer changes"),
        pytest.param("app/services/more.py", "from app.services.orders import OrderService\n", id="a file comes"),
    ],
)  # fmt: skip
def test_what_others_looked_at_is_judged_anew(tmp_path: Path, path: str, text: str) -> None:
    root = write_tree(tmp_path, IMPLEMENTATION)
    cached = Request([root / "app"], cache=str(tmp_path / "cache"))
    before = run(cached)
    assert before == check([root / "app"])
    (root / path).write_text(text, encoding="utf-8")
    time.sleep(0.03)
    after = run(cached)
    assert after == check([root / "app"])
    assert after != before


def test_only_who_looked_is_concerned() -> None:
    edited = Changes({"app/a.py"}, {("app/a.py", "place"), ("app/a.py", SYNTAX)}, set())
    assert edited.concern(frozenset({("app/b.py", "x"), ("app/a.py", "place")}))
    assert edited.concern(frozenset({("app/a.py", SYNTAX)}))
    assert not edited.concern(frozenset({("app/a.py", "cancel"), ("app/b.py", "place")}))


def test_whoever_looked_at_a_file_is_concerned_when_it_goes() -> None:
    gone = Changes(set(), set(), {"app/a.py"})
    assert gone.concern(frozenset({("app/a.py", "cancel")}))
    assert not gone.concern(frozenset({("app/b.py", "cancel")}))
