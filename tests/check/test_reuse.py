"""After an edit most project rules are not asked again: the answer is the one that a check without a memory gives."""

import random
import shutil
import time
from pathlib import Path

import pytest
from onejob.check.run import Request, run
from onejob.check.running.reuse import Edit, Verdict, kept

from tests.check.trees import ROOT

ADDED = ("", "session.execute(OrderRow(a=1))", "raise ValueError(1)", "x: int = 1", "from app import errors")


def _edited(lines: list[str], chosen: random.Random) -> list[str]:
    """One edit as people make them: a line more, a line less, two lines that change places."""
    first, second = chosen.randrange(len(lines)), chosen.randrange(len(lines))
    kind = chosen.randrange(7)
    if kind == 5:
        return lines[:first] + lines[first + 1 :]
    if kind == 6:
        lines[first], lines[second] = lines[second], lines[first]
        return lines
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    return [*lines[:first], indent + ADDED[kind], *lines[first:]]


@pytest.mark.parametrize("seed", range(4))
def test_an_edit_is_judged_as_if_for_the_first_time(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    app = tmp_path / "app"
    shutil.copytree(ROOT / "examples/recipes/app", app, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").touch()
    files = [path for path in sorted(app.rglob("*.py")) if path.stat().st_size]
    cached = Request([app], cache=str(tmp_path / "cache"))
    run(cached)
    for _ in range(10):
        path = chosen.choice(files)
        before = path.read_text(encoding="utf-8")
        path.write_text("\n".join(_edited(before.split("\n"), chosen)), encoding="utf-8")
        time.sleep(0.03)  # a younger file is never trusted, and would be read again for that reason alone
        assert run(cached) == run(Request([app])), path
        if chosen.random() < 0.5:
            path.write_text(before, encoding="utf-8")


PROBLEM = ("app/a.py", 3, 5, "wrong", "do this", "A.b")
DOWN = Edit({(3, 4): (7, 4)}, same_insides=True)


def test_a_finding_moves_with_its_place() -> None:
    moved = kept(Verdict({"app/a.py": 1}, (PROBLEM,)), {"app/a.py": DOWN})
    assert moved is not None
    assert moved.problems == (("app/a.py", 7, 5, "wrong", "do this", "A.b"),)


@pytest.mark.parametrize(
    ("verdict", "edit"),
    [
        pytest.param(Verdict({}, (), parsers_of=("app/a.py",)), DOWN, id="it looked at the syntax"),
        pytest.param(Verdict({}, (), readers_of=("app/a.py",)), DOWN._replace(same_insides=False), id="it read what changed"),
        pytest.param(Verdict({}, (PROBLEM,)), DOWN._replace(moved={}), id="the place is gone"),
        pytest.param(Verdict({}, (("b.py", 1, 1, "opened in app/a.py:3", "", ""),)), DOWN, id="it names a line"),
    ],
)  # fmt: skip
def test_a_rule_that_may_change_its_mind_is_asked(verdict: Verdict, edit: Edit) -> None:
    assert kept(verdict, {"app/a.py": edit}) is None


def test_a_rule_that_saw_nothing_of_an_edit_is_not_asked() -> None:
    verdict = Verdict(
        {"b.py": 2}, (("b.py", 1, 1, "wrong", "", ""),), readers_of=("b.py",), parsers_of=("c.py",)
    )
    assert kept(verdict, {"app/a.py": DOWN}) == verdict
