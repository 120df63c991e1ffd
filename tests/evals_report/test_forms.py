"""The forms that machines read: job summary, JUnit, benchmark.json."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from onejob.evals.report import write_report
from onejob.evals.report.benchmark import benchmark
from onejob.evals.report.junit import junit
from onejob.evals.report.markdown import job_summary
from onejob.evals.stats import summarise

from .hostile import hostile_results
from .sample import paired, results, run


def test_junit_counts_and_names() -> None:
    runs = [*paired([(5, 10)]), run("case-01", "none", 2, valid=False)]
    root = ElementTree.fromstring(junit(results(runs)))
    [suite] = root
    assert suite.attrib == {"name": "case-01", "tests": "3", "failures": "1", "skipped": "1"}
    failed, skipped, passed = suite
    assert failed.find("failure") is not None
    assert "5 passed, 5 failed" in failed.find("failure").attrib["message"]  # type: ignore[union-attr]
    assert skipped.find("skipped").attrib["message"] == "the control is not clean"  # type: ignore[union-attr]
    assert passed.find("failure") is None


def test_junit_of_hostile_results_is_xml() -> None:
    root = ElementTree.fromstring(junit(hostile_results()))
    assert len(root.findall(".//testcase")) == 5
    assert len(root.findall(".//failure")) == 4


def test_junit_of_nothing() -> None:
    assert len(ElementTree.fromstring(junit(results([])))) == 0


def test_benchmark_has_the_named_arms() -> None:
    document = results(paired([(5, 10), (10, 10)]))
    made = benchmark(document, summarise(document))
    summary = made["run_summary"]
    assert summary["without_skill"]["pass_rate"] == {
        "mean": 0.75,
        "stddev": pytest.approx(0.353553),
        "min": 0.5,
        "max": 1.0,
    }
    assert summary["with_skill"]["pass_rate"]["mean"] == 1.0
    assert summary["delta"]["pass_rate"] == 0.25
    assert summary["delta"]["tokens"] is None
    assert [item["configuration"] for item in made["runs"]] == ["without_skill", "with_skill"] * 2
    assert made["runs"][0]["result"]["total"] == 10
    assert len(made["runs"][0]["expectations"]) == 10


def test_benchmark_knows_tokens_where_both_are_known() -> None:
    usage = {"input_tokens": 100, "output_tokens": 20, "cost_usd": None}
    document = results(
        [run("a", "none", usage=usage), run("a", "skill", usage=usage | {"output_tokens": None})]
    )
    made = benchmark(document, summarise(document))
    assert [item["result"]["tokens"] for item in made["runs"]] == [120, None]


def test_benchmark_leaves_invalid_runs_out_and_says_so() -> None:
    document = results([*paired([(5, 10)]), run("case-01", "none", 2, valid=False)])
    made = benchmark(document, summarise(document))
    assert len(made["runs"]) == 2
    assert made["metadata"]["invalid_runs"] == 1


def test_benchmark_of_one_arm_has_no_delta() -> None:
    document = results([run("a", "inline")])
    made = benchmark(document, summarise(document))
    assert made["run_summary"]["delta"] == {}
    assert "inline" in made["run_summary"]


def test_summary_is_markdown_with_whole_tables() -> None:
    document = results(paired([(5, 9)] * 7))
    text = job_summary(document, summarise(document))
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<table>") == 2
    assert html.count("<tr>") == (1 + 7) + (1 + 7)
    assert "Contract tests passed" in text


def test_summary_of_hostile_results_holds_no_markup() -> None:
    document = hostile_results()
    text = job_summary(document, summarise(document))
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {
        "h1", "h2", "p", "strong", "ul", "li", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert len(text) < 20_000


def test_hostile_results_can_be_written(tmp_path: Path) -> None:
    assert write_report(hostile_results(), tmp_path).stat().st_size < 1_100_000
