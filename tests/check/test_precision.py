"""docs/precision.md says what its data say."""

from collections import Counter

from onejob.check.rule import rule_names

from tests.check import precision


def test_the_table_is_generated_from_the_labels() -> None:
    assert precision.page() == precision.PAGE.read_text(), "run: python -m tests.check.precision"


def test_each_project_has_a_sample_of_at_least_forty() -> None:
    first = Counter(label["project"] for label in precision.labels() if label["draw"] == "first")
    assert first.keys() == {count["project"] for count in precision.findings()}
    assert min(first.values()) >= 40


def test_every_label_is_whole_and_its_rule_had_findings() -> None:
    counted = {(item["project"], item["rule"]): item for item in precision.findings()}
    for label in precision.labels():
        count = counted[label["project"], label["rule"]]
        assert label["rule"] in rule_names()
        assert label["verdict"] in precision.VERDICTS
        assert label["clause"]
        assert int(label["line"]) > 0
        assert int(count["before"]) or int(count["after"])


def test_no_finding_that_was_labelled_false_is_left() -> None:
    left = [item for item in precision.labels() if item["verdict"] == "false" and item["reported"] == "yes"]
    assert not left
