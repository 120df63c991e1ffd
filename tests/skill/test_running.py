"""Blocks of Python by hand: they run, and a bad one fails in the way it says."""

from pathlib import Path

import pytest
from onejob.skill import running
from onejob.skill.layout import load
from onejob.skill.markdown import parse
from onejob.skill.validate import examine


def problems(info: str, code: str, *roots: Path) -> list[str]:
    return [
        problem.message
        for problem in running.check(parse(Path("page.md"), f"```{info}\n{code}\n```\n"), roots)
    ]


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ("python", "assert 1 + 1 == 2"),
        ("python good", "import asyncio\nawait asyncio.sleep(0)\nasync with asyncio.timeout(1): ..."),
        ("python bad", "{}['x']  # raises: KeyError"),
        ("python bad", "raise ExceptionGroup('two', [KeyError(1), ValueError(2)])  # raises: ValueError"),
        ("python bad", "raise ExceptionGroup('two', [KeyError(1)])  # raises: ExceptionGroup"),
        ("python bad app/services/orders.py", "import sqlalchemy  # breaks: service-imports-orm"),
    ],
)
def test_what_does_as_it_says_is_fine(info: str, code: str) -> None:
    assert problems(info, code) == []


@pytest.mark.parametrize(
    ("info", "code", "message"),
    [
        pytest.param("python", "recipe.title", "does not run: name 'recipe' is not defined", id="undefined"),
        pytest.param("python good", "await x()", "does not run: name 'x' is not defined", id="await"),
        pytest.param("python", "raise SystemExit(1)", "does not run: 1", id="exit"),
        pytest.param("python", "import os; os._exit(7)", "does not run: exit status 7", id="dies"),
        pytest.param("python bad", "{}['x']", "does not say how it fails", id="says nothing"),
        pytest.param(
            "python bad", "1  # raises: KeyError", "said to raise KeyError, but it runs to its end", id="fine"
        ),
        pytest.param(
            "python bad", "[][0]  # raises: KeyError", "KeyError, but it raises IndexError", id="another"
        ),
        pytest.param(
            "python bad app/services/a.py",
            "import httpx  # breaks: service-imports-orm",
            "said to break service-imports-orm, but it breaks external-client-outside-gateway",
            id="another rule",
        ),
        pytest.param("python bad", "1  # breaks: service-imports-orm", "no path says", id="no path"),
        pytest.param("python bad ../a.py", "1  # breaks: service-imports-orm", "no path says", id="outside"),
    ],
)
def test_what_does_not_is_a_problem(info: str, code: str, message: str) -> None:
    (found,) = problems(info, code)
    assert message in found


def test_a_block_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LIMIT_SECONDS", 0.5)
    assert "still runs after 0.5 seconds" in problems("python", "while True: ...")[0]


def test_a_block_may_import_the_example(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/prices.py").write_text("VAT = 19\n")
    assert problems("python", "from app.prices import VAT\nassert VAT == 19", tmp_path) == []


def test_blocks_of_a_repository_are_run_and_counted(pack: Path) -> None:
    page = pack / "references/layers.md"
    page.write_text(page.read_text() + "\n```python\n1 / 0\n```\n")
    report = examine(load(pack))
    assert "the block does not run: division by zero" in [problem.message for problem in report.problems]
    assert report.examined["executed blocks"] == 1


def test_a_skill_that_came_alone_is_read_and_not_run(skill: Path, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    page = skill / "references/layers.md"
    page.write_text(page.read_text() + f"\n```python\nopen({str(witness)!r}, 'w')\n```\n")
    report = examine(load(skill))
    assert report.examined["executed blocks"] == 0
    assert not witness.exists()
