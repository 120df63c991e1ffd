"""What happens over time, and where agents set the skill aside: known answers on made-up runs."""

from typing import Any

import pytest
from onejob.evals.report.page import render
from onejob.evals.stats import summarise
from onejob.evals.stats.cells import attempts
from onejob.evals.stats.consistency import wiring_of
from onejob.evals.stats.departures import departures
from onejob.evals.stats.evolution import duplicated, evolution

from .sample import results, run

STEPS = [
    {"title": "First", "prompt": "Begin.", "tests": ["test_a.py", "test_limit.py"]},
    {"title": "Second", "prompt": "Go on.", "tests": ["test_b.py"]},
    {"title": "Third", "prompt": "Change it.", "tests": ["test_limit.py"]},
]
LONG = "\n".join(f"    value = {number}" for number in range(8))


def step(number: int, arm: str = "none", trial: int = 1, **more: Any) -> dict[str, Any]:
    made = run("grow", arm, trial, **more)
    return {**made, "id": f"r-t{trial}-s{number}", "step": number}


def with_tests(made: dict[str, Any], **outcomes: str) -> dict[str, Any]:
    """With these contract tests: file name without .py → outcome."""
    tests = [
        {"name": f"{file}.py::test_it", "outcome": outcome, "message": ""}
        for file, outcome in outcomes.items()
    ]
    made["graders"]["contract"]["tests"] = tests
    return made


def grown(*runs: dict[str, Any]) -> dict[str, Any]:
    document = results(runs)
    document["cases"]["grow"]["steps"] = STEPS
    return document


def test_a_test_belongs_to_the_last_step_that_has_its_file() -> None:
    first = with_tests(step(1), test_a="passed", test_limit="failed")
    third = with_tests(step(3), test_a="failed", test_b="passed", test_limit="passed")
    one, two, three = evolution(grown(first, third))["grow"]["arms"]["none"]
    assert (one["earlier"], one["own"]) == (None, 0.5)
    assert two == {"step": 2, "runs": 0}
    assert (three["earlier"], three["own"]) == (0.5, 1.0)


def test_what_a_step_touches() -> None:
    before = {"app/main.py": "a = 1\nb = 2\n", "app/x/one.py": "c = 3\n", "tests/test_x.py": "t = 1\n"}
    after = {
        "app/main.py": "a = 1\nb = 5\n",
        "app/x/one.py": "c = 3\n",
        "app/x/two.py": "d = 4\n",
        "app/new/three.py": "e = 5\n",
        "tests/test_y.py": "t = 2\n",
    }
    _, found, _ = evolution(grown(step(1, files=before), step(2, files=after)))["grow"]["arms"]["none"]
    assert found["touched"] == 1
    assert found["added"] == 2
    assert found["churn"] == 4, "one line changed is one away and one new; two new files of one line"
    assert found["settled"] == 0.5, "one of two new files is in a folder that was there"


def test_a_step_without_its_step_before_says_nothing_of_changes() -> None:
    files = {"app/main.py": "a = 1\n"}
    _, found, third = evolution(grown(step(1, valid=False), step(2, files=files), step(3, trial=2)))["grow"][
        "arms"
    ]["none"]
    assert (found["touched"], found["drift"], third["added"]) == (None, None, None)


def test_drift_is_findings_more_than_before() -> None:
    broken = {"import-cycle": "broken", "unbounded-list": "broken"}
    rows = evolution(grown(step(1, rules={"import-cycle": "broken"}), step(2, rules=broken)))
    one, two, _ = rows["grow"]["arms"]["none"]
    assert (one["findings"], two["findings"]) == (10.0, 20.0)
    assert (one["drift"], two["drift"]) == (None, 1.0)


def test_duplicated_lines() -> None:
    alone = f"def first():\n{LONG}\n"
    assert duplicated([alone]) == 0.0
    assert duplicated([alone, f"def second():\n{LONG}\n"]) == pytest.approx(16 / 18)
    assert duplicated([]) is None
    imports = "\n".join(f"from m{number} import x" for number in range(9))
    assert duplicated([f"{imports}\na = 1\n", f"{imports}\nb = 2\n"]) == 0.0, "imports are no duplicated code"


def test_the_steps_of_a_trial_are_one_attempt() -> None:
    good = [step(number) for number in (1, 2, 3)]
    bad = [step(1, trial=2), step(2, trial=2, failed=1), step(3, trial=2)]
    assert attempts([*good, *bad]) == [True, False]
    assert attempts([run("a", "none", 1), run("a", "none", 2, failed=1)]) == [True, False]
    summary = summarise(grown(*good, *bad))
    assert (summary["by_arm"]["none"]["passed"], summary["by_arm"]["none"]["runs"]) == (1, 2)


def test_similarity_is_of_the_same_step() -> None:
    early, late = {"app/a.py": "x = 1\n"}, {"app/b.py": "y = 1\n"}
    runs = [
        step(number, trial=trial, files=files)
        for trial in (1, 2)
        for number, files in ((1, early), (2, late))
    ]
    assert summarise(grown(*runs))["consistency"]["none"]["paths"] == 1.0


def test_wiring() -> None:
    files = {
        "app/main.py": "from app.routes import orders\nimport app.config\n",
        "app/routes/orders.py": "from ..services.orders import (\n    One,\n)\nfrom fastapi import APIRouter\n",
        "app/services/orders.py": "import os\n",
        "app/config.py": "",
    }
    found = wiring_of(run("a", "none", files=files), files)
    assert found == {
        ("app/main.py", "app/routes/orders.py"),
        ("app/main.py", "app/config.py"),
        ("app/routes/orders.py", "app/services/orders.py"),
    }


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "All done. I skipped the controller layer here. It would have had nothing to do. Run it with uvicorn.",
            "I skipped the controller layer here. It would have had nothing to do.",
        ),
        (
            "The checker still reports two findings: both lists have no limit.",
            "The checker still reports two findings: both lists have no limit.",
        ),
        ("I deliberately did not follow the skill's advice on sessions.", "I deliberately did not follow"),
        ("The rules of the game: skipping a turn is allowed.\n", None),
        ("I added a factory and controllers.", None),
        ("```\nI skipped the controller layer\n```", None),
    ],
)
def test_what_is_said(text: str, quote: str | None) -> None:
    found = departures([run("a", "skill", says=[{"turn": 1, "text": text}])])
    if quote is None:
        assert [one for one in found if "skipping a turn" not in one["quote"]] == []
    else:
        assert [one["quote"].startswith(quote) for one in found] == [True]


def test_what_is_shown_in_the_code() -> None:
    code = "x = 1\ny = 2  # onejob: ignore[unbounded-list, route-has-logic] the list is fixed\n# other: ignore[a] b\n"
    [found] = departures([run("a", "skill", files={"app/main.py": code})])
    assert (found["kind"], found["path"], found["line"]) == ("shown", "app/main.py", 2)
    assert found["rules"] == ["unbounded-list", "route-has-logic"]
    assert found["quote"] == "the list is fixed"
    assert departures([run("a", "none", files={"app/main.py": code})]) == [], (
        "nobody gave it a skill to set aside"
    )


def test_the_page_has_a_curve_per_trait_and_its_numbers() -> None:
    document = grown(*(step(number, arm) for arm in ("none", "skill") for number in (1, 2, 3)))
    page = render(document, summarise(document))
    assert 'id="time"' in page
    assert "tests of earlier steps that still pass" in page
    assert page.count('<svg class="curves" role="img"') >= 5
    assert "The prompts of the 3 steps, word for word" in page
    assert 'id="time"' not in render(results([run("a", "none")]), summarise(results([run("a", "none")])))
