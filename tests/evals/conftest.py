"""A sample case with its solutions, and recordings made of them, for the tests of the evals."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from onejob.evals import sandbox
from onejob.evals.bench import Bench, bench
from onejob.evals.cli import main

SAMPLE = Path(__file__).parent / "sample"
# The hidden tests of the sample cases are data here.
collect_ignore_glob = ["sample/*"]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A copy of the sample cases that a test may break."""
    return shutil.copytree(SAMPLE / "cases", tmp_path / "cases")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


Importer = Callable[..., int]


@pytest.fixture
def import_solution(cases: Path, store: Path, tmp_path: Path) -> Importer:
    """Records a sample solution as if an agent had left it."""

    def run(solution: str, arm: str, trial: int = 1, *extra: str) -> int:
        folder = tmp_path / f"work-{arm}-{trial}"
        shutil.copytree(cases / "counter" / "solutions" / solution, folder)
        if arm == "skill":
            _install_skill(folder)
        message = tmp_path / "message.md"
        message.write_text("Done.", encoding="utf-8")
        words = [str(folder), "--case", "counter", "--arm", arm, "--trial", str(trial), "--agent", "Demo"]
        return main(
            [
                "eval",
                "import",
                *words,
                "--message",
                str(message),
                "--cases",
                str(cases),
                "--recordings",
                str(store),
                *extra,
            ]
        )

    return run


@pytest.fixture
def install_skill() -> Callable[[Path], Path]:
    """Puts a small skill where a client looks for it."""
    return _install_skill


def _install_skill(workspace: Path) -> Path:
    folder = workspace / ".claude" / "skills" / "tidy"
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text(
        '---\nname: tidy\nmetadata:\n  version: "1.0"\n---\nBe tidy.\n', encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def shared_bench() -> Iterator[Bench]:
    """One PostgreSQL for all tests of a worker."""
    with bench() as on:
        yield on


@pytest.fixture
def needs_bubblewrap() -> None:
    """Skip, and say so, where the sandbox cannot work."""
    if sandbox.isolation() != "bubblewrap":
        pytest.skip("bubblewrap does not work on this machine: THE SANDBOX IS NOT TESTED")


@pytest.fixture
def without_bubblewrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine that has no bwrap."""
    empty = tmp_path / "no-programs"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    sandbox.isolation.cache_clear()
    yield
    monkeypatch.undo()
    sandbox.isolation.cache_clear()
