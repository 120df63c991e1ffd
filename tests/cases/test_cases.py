"""Every case is valid, can be won, and can be lost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from onejob.evals.bench import Bench, bench
from onejob.evals.case import load_case
from onejob.evals.solutions import KINDS, try_solutions

CASES = Path(__file__).parents[2] / "evals" / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/case.yaml"))


@pytest.fixture(scope="module")
def running_bench() -> Iterator[Bench]:
    with bench() as on:
        yield on


def test_there_are_cases_of_every_kind() -> None:
    kinds = {load_case(folder).kind for folder in FOLDERS}
    assert kinds == {"scaffold", "extend", "review", "fix", "ask", "tiny"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_case_is_complete(folder: Path) -> None:
    case = load_case(folder)
    assert case.contract is not None
    assert list(case.contract.glob("test_*.py"))
    assert all((folder / "solutions" / kind).is_dir() for kind in KINDS)
    assert 10 <= len(case.prompt.splitlines()) <= 40, "a prompt reads like a developer's request"
    assert case.replies or case.asks_before_writing != "expected", "who expects a question answers it"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_solutions_start_from_the_given_files(folder: Path) -> None:
    files = load_case(folder).files
    given = {path.relative_to(files) for path in files.rglob("*.py")} if files else set()
    for kind in KINDS:
        solution = folder / "solutions" / kind
        kept = {path.relative_to(solution) for path in solution.rglob("*.py")}
        assert len(given & kept) >= 0.8 * len(given), f"{kind} is not built on files/"


# Some traps are races, and a busy machine may let the naive solution win one.
RACES = 3


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, marks=pytest.mark.xdist_group(folder.name)) for folder in FOLDERS],
    ids=lambda folder: folder.name,
)
def test_the_reference_passes_and_the_naive_fails(folder: Path, running_bench: Bench) -> None:
    outcomes = asyncio.run(try_solutions([load_case(folder)], running_bench, lambda _: None))
    assert [outcome.solution for outcome in outcomes] == list(KINDS)
    reference, naive = outcomes
    assert reference.complaint is None, f"reference: {reference.complaint}\n{reference.grade}"
    for _ in range(RACES):
        if naive.complaint is None:
            return
        naive = asyncio.run(try_solutions([load_case(folder)], running_bench, lambda _: None))[1]
    pytest.fail(f"naive: {naive.complaint}\n{naive.grade}")
