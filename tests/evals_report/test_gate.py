"""The gate: nothing accepted gets worse unnoticed, and noise alone closes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from onejob.evals.cli import main
from onejob.evals.failure import EvalError
from onejob.evals.gate import baseline_of, read_baseline, regressions, write_baseline

from .sample import results, run


def texts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [one.text for one in regressions(after, baseline_of(before))]


def test_the_same_again_passes() -> None:
    document = results([run("a", "none", passed=3, failed=1), run("a", "skill")])
    assert texts(document, document) == []


def test_a_run_that_passed_and_now_fails() -> None:
    before, after = results([run("a", "skill")]), results([run("a", "skill", passed=3, failed=1)])
    assert texts(before, after) == ["a/skill/r-t1: passed, and now is fail"]
    assert texts(after, before) == [], "better is never worse"


def test_a_figure_that_falls() -> None:
    before = results([run("a", "skill", rules={"x": "obeyed", "y": "obeyed"})])
    after = results([run("a", "skill", rules={"x": "obeyed", "y": "broken"})])
    assert texts(before, after) == ["a/skill/r-t1: rules 100.0 %, and now 50.0 %"]
    unmeasured = results([run("a", "skill", rules={"x": "not-exercised", "y": "not-exercised"})])
    assert texts(before, unmeasured) == ["a/skill/r-t1: rules 100.0 %, and now not measured"]
    [found] = regressions(after, baseline_of(before))
    assert found.path == "evals/recordings/a/skill/r-t1"


def test_a_run_that_became_invalid_is_worse() -> None:
    before, after = results([run("a", "skill")]), results([run("a", "skill", valid=False)])
    assert texts(before, after) == ["a/skill/r-t1: passed, and now is invalid"]


def test_new_runs_are_compared_as_an_experiment() -> None:
    def document(trial: int, passed: list[int]) -> dict[str, Any]:
        return results(
            [run(f"case-{n}", "skill", trial, passed=p, failed=10 - p) for n, p in enumerate(passed)]
        )

    good = document(1, [9, 10, 9, 10, 9, 10, 9, 10])
    assert texts(good, document(2, [10, 9, 10, 9, 10, 9, 10, 9])) == [], "noise"
    worse = texts(good, document(2, [4, 5, 5, 4, 5, 4, 5, 4]))
    assert any(
        text.startswith("arm skill: contract fell from 95.0 % to 45.0 % over 8 cases") for text in worse
    )
    assert texts(good, document(2, [2, 10, 9])) == [], "three cases cannot show it"


def test_what_is_no_longer_there_is_not_worse() -> None:
    assert texts(results([run("a", "skill"), run("b", "skill")]), results([run("a", "skill")])) == []


def test_written_and_read(tmp_path: Path) -> None:
    document = results([run("a", "skill")])
    write_baseline(document, tmp_path / "evals" / "baseline.json")
    assert read_baseline(tmp_path / "evals" / "baseline.json") == baseline_of(document)
    assert [path.name for path in (tmp_path / "evals").iterdir()] == ["baseline.json"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no accepted baseline here; Write a new one with `onejob eval accept`."),
        ("[]", "this is no baseline of version 1"),
        ("{", "this is not JSON"),
        ('{"baseline_version": 7, "runs": {}}', "this is no baseline of version 1"),
    ],
)
def test_a_bad_baseline(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(EvalError) as caught:
        read_baseline(path)
    assert said in str(caught.value)


def test_accept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "results.json", tmp_path / "baseline.json"
    words = ["eval", "accept", "--results", str(source), "--baseline", str(target)]
    assert main(words) == 2
    assert "there are no results here. Run `onejob eval` first." in capsys.readouterr().err
    source.write_text("[1]")
    assert main(words) == 2
    assert not target.exists()
    capsys.readouterr()
    source.write_text(json.dumps(results([run("a", "skill")])))
    assert main(words) == 0
    assert "accepted 1 runs" in capsys.readouterr().out
    assert list(json.loads(target.read_text())["runs"]) == ["a/skill/r-t1"]
