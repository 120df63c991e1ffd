"""Every case is valid, can be won, and can be lost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from onejob.evals.bench import Bench, bench
from onejob.evals.case import load_case
from onejob.evals.solutions import KINDS, stages, try_solutions

CASES = Path(__file__).parents[2] / "evals" / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/case.yaml"))


@pytest.fixture(scope="module")
def running_bench() -> Iterator[Bench]:
    with bench() as on:
        yield on


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all runs: the bench's semaphores belong to the first one that waits for them."""
    with asyncio.Runner() as one:
        yield one


def test_there_are_cases_of_every_kind() -> None:
    kinds = {load_case(folder).kind for folder in FOLDERS}
    assert kinds == {"scaffold", "extend", "review", "fix", "ask", "tiny", "evolve"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_case_is_complete(folder: Path) -> None:
    case = load_case(folder)
    assert case.contract is not None
    assert all((folder / "solutions" / kind).is_dir() for kind in KINDS)
    for stage in stages(case):
        assert any(name.startswith("test_") for name in stage.contract_files())
        assert 10 <= len(stage.prompt.splitlines()) <= 40, "a prompt reads like a developer's request"
    assert case.replies or case.asks_before_writing != "expected", "who expects a question answers it"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_a_step_of_a_case_asks_for(folder: Path) -> None:
    case = load_case(folder)
    if case.kind != "evolve":
        assert not case.steps
        return
    assert len(case.steps) == 5
    for step in case.steps:
        assert "The scope is settled; write the code now." in " ".join(step.prompt.split())
    for step in case.steps[1:]:
        assert "This repository is" in step.prompt, "nobody remembers the step before"
        assert "works today stays as it is" in " ".join(step.prompt.split())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_solutions_start_from_the_given_files(folder: Path) -> None:
    files = load_case(folder).files
    given = {path.relative_to(files) for path in files.rglob("*.py")} if files else set()
    for kind in KINDS:
        solution = folder / "solutions" / kind
        kept = {path.relative_to(solution) for path in solution.rglob("*.py")}
        assert len(given & kept) >= 0.8 * len(given), f"{kind} is not built on files/"


# Some traps are races: a busy machine may let the naive solution win one, or make the reference miss a deadline.
RACES = 3


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, marks=pytest.mark.xdist_group(folder.name)) for folder in FOLDERS],
    ids=lambda folder: folder.name,
)
def test_the_reference_passes_and_the_naive_fails(
    folder: Path, running_bench: Bench, runner: asyncio.Runner
) -> None:
    for _ in range(RACES):
        outcomes = runner.run(try_solutions([load_case(folder)], running_bench, lambda _: None))
        assert {outcome.solution for outcome in outcomes} == set(KINDS)
        wrong = [outcome for outcome in outcomes if outcome.complaint is not None]
        if not wrong:
            return
    pytest.fail("\n".join(f"{outcome.name}: {outcome.complaint}\n{outcome.grade}" for outcome in wrong))
