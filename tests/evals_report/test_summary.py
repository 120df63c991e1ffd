"""The summary over made-up results: every shape of store, and what it must and must not say."""

import json
from typing import Any

import pytest
from onejob.evals.stats import measures, summarise
from onejob.evals.stats.consistency import alike, jaccard, names_of, paths_of
from onejob.evals.stats.discrimination import kind

from .sample import paired, results, run


def only(summary: dict[str, Any]) -> dict[str, Any]:
    [comparison] = summary["comparisons"]
    return dict(comparison)


def test_the_estimate_is_a_mean_over_cases_not_over_runs() -> None:
    runs = [
        run("a", "none", passed=0, failed=10),
        *[run("a", "skill", trial, passed=10) for trial in range(1, 6)],
        run("b", "none", passed=10),
        run("b", "skill", passed=10),
    ]
    found = only(summarise(results(runs)))["measures"]["contract"]
    assert found["difference"] == pytest.approx(0.5)
    assert found["cases"] == 2
    assert found["by_case"]["a"] == {"control": 0.0, "arm": 1.0, "difference": 1.0}


def test_measures_of_a_run() -> None:
    states = {"a": "obeyed", "b": "broken", "c": "not-exercised"}
    row = measures(run("x", "none", passed=3, failed=1, rules=states, lines=200, type_errors=3))
    assert row["contract"] == 0.75
    assert row["passed"] == 0.0
    assert row["rules"] == 0.5
    assert row["types"] == 15.0
    assert row["lines"] == 200


def test_nothing_measured_is_not_zero() -> None:
    row = measures(run("x", "none", passed=0, rules={}, lines=0))
    assert set(row.values()) == {None}


def test_invalid_runs_are_counted_and_never_scored() -> None:
    good = paired([(5, 9)] * 7)
    spoiled = [*good, run("case-01", "none", 2, passed=10, valid=False)]
    summary, without = summarise(results(spoiled)), summarise(results(good))
    assert only(summary) == only(without)
    assert summary["counts"] == {"runs": 15, "scored": 14, "invalid": 1, "stale": 0, "cases": 7}
    assert "1 run is invalid: shown, and counted neither as passed nor as failed." in summary["caveats"]


def test_an_arm_that_builds_nothing_gets_no_credit() -> None:
    runs = [
        run("a", "none", rules={"service-without-protocol": "not-exercised", "unbounded-list": "obeyed"}),
        run("a", "skill", rules={"service-without-protocol": "broken", "unbounded-list": "obeyed"}),
    ]
    summary = summarise(results(runs))
    assert summary["rules"]["service-without-protocol"]["none"] == {
        "obeyed": 0,
        "broken": 0,
        "not-exercised": 1,
        "findings": 0,
    }
    lifts = only(summary)["rules"]
    assert set(lifts) == {"unbounded-list"}
    assert only(summary)["measures"]["rules"]["by_case"]["a"]["control"] == 1.0


def test_holm_goes_over_the_rules_that_were_compared() -> None:
    names = {"a": ("broken", "obeyed"), "b": ("obeyed", "obeyed"), "c": ("not-exercised", "obeyed")}
    runs = [
        run(f"case-{number}", arm, rules={name: states[place] for name, states in names.items()})
        for number in range(8)
        for place, arm in enumerate(("none", "skill"))
    ]
    lifts = only(summarise(results(runs)))["rules"]
    assert lifts["a"]["p"] == pytest.approx(2 / 2**8)
    assert lifts["a"]["p_holm"] == pytest.approx(2 * 2 / 2**8)
    assert lifts["b"]["p_holm"] == 1.0
    assert "c" not in lifts


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        pytest.param([], "There are no runs", id="no runs"),
        pytest.param([run("a", "none")], "only the arm 'none'", id="one arm"),
        pytest.param(paired([(1, 2)]), "one case only", id="one case"),
        pytest.param(paired([(1, 2)]), "1 trial per cell: no variance within cases is known", id="one trial"),
        pytest.param(paired([(1, 2)] * 5), "could not go below p = 0.062", id="five cases"),
        pytest.param([run("a", "none"), run("b", "skill")], "no case has counted runs in both arms", id="unpaired"),
        pytest.param([*paired([(1, 2)] * 6), run("z", "none")], "without counted runs in both arms: z.", id="missing cell"),
        pytest.param([run("a", "inline"), run("a", "skill")], "compared with 'skill'", id="no control"),
        pytest.param([run("a", "none"), run("a", "skill", stale=True)], "today's needs a live run", id="stale"),
        pytest.param([run("a", "none"), run("a", "skill", other_tools=True)], "1 of 2 counted runs had today's text beside", id="other tools"),
    ],
)  # fmt: skip
def test_caveats(runs: list[dict[str, Any]], sentence: str) -> None:
    assert any(sentence in caveat for caveat in summarise(results(runs))["caveats"])


def test_a_full_store_has_no_caveats() -> None:
    runs = [
        run(f"c{number}", arm, trial) for number in range(7) for arm in ("none", "skill") for trial in (1, 2)
    ]
    assert summarise(results(runs))["caveats"] == []


def test_unisolated_is_said() -> None:
    assert any(
        text.startswith("Unisolated")
        for text in summarise(results(paired([(1, 2)]), isolation="none"))["caveats"]
    )


def test_every_other_arm_is_compared_with_the_control() -> None:
    runs = [run(f"c{number}", arm) for number in range(3) for arm in ("skill", "none", "other-x", "inline")]
    summary = summarise(results(runs))
    assert summary["arms"] == ["none", "skill", "inline", "other-x"]
    assert [(c["arm"], c["control"]) for c in summary["comparisons"]] == [
        ("skill", "none"),
        ("inline", "none"),
        ("other-x", "none"),
    ]


def test_the_summary_is_plain_data_and_independent_of_order() -> None:
    runs = paired([(3, 9), (4, 4), (9, 2)])
    summary = summarise(results(runs))
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert summarise(results(reversed(runs))) == summary


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((2, 2, 3, 3), "always-pass"),
        ((0, 2, 0, 1), "always-fail"),
        ((0, 2, 1, 2), "helps"),
        ((2, 2, 1, 2), "hurts"),
        ((1, 2, 2, 4), "mixed"),
        ((0, 0, 1, 1), "unpaired"),
    ],
)
def test_discrimination(counts: tuple[int, int, int, int], expected: str) -> None:
    assert kind(*counts) == expected


def test_consistency_compares_layout_and_names() -> None:
    layered = {
        "app/services/a.py": "class A:\n    pass\n",
        "app/main.py": "def create_app():\n    pass\n",
        "tests/test_a.py": "x = 1",
    }
    renamed = {
        "app/services/b.py": "class A:\n    pass\n",
        "app/main.py": "def create_app():\n    pass\n",
        "README.md": "hi",
    }
    first, second = run("a", "skill", 1, files=layered), run("a", "skill", 2, files=renamed)
    assert paths_of(first) == {"app/services/a.py", "app/main.py"}
    assert names_of(first, paths_of(first)) == {("service", "A"), ("app", "create_app")}
    assert alike([first, second]) == {"paths": pytest.approx(1 / 3), "names": 1.0, "wiring": None}
    assert alike([first, run("a", "skill", 3, files={})]) is None
    summary = summarise(results([first, second, run("a", "none")]))
    assert summary["consistency"]["skill"]["cases"] == 1
    assert summary["consistency"]["none"] == {
        "cases": 0,
        "paths": None,
        "names": None,
        "wiring": None,
        "by_case": {},
    }


def test_jaccard_of_nothing() -> None:
    assert jaccard(frozenset(), frozenset()) == 1.0
    assert jaccard(frozenset({1}), frozenset()) == 0.0


def test_names_of_a_hostile_file_take_no_time() -> None:
    hostile = {"app/main.py": "class " + "A" * 200_000 + "\n" + "(" * 100_000}
    assert names_of(run("a", "none", files=hostile), ["app/main.py"])
