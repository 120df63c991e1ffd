"""Every rule's documented examples are its tests: a bad one raises exactly its rule, a good one nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from onejob.check.rule import Example, Rule, load_rules

from tests.check.trees import check_tree


def examples() -> list[object]:
    return list(_examples())


def _examples() -> Iterator[object]:
    for rule in load_rules().values():
        for number, example in enumerate(rule.examples):
            yield pytest.param(rule, example, id=f"{rule.name}-{example.verdict}-{number}")


@pytest.mark.parametrize(("rule", "example"), examples())
def test_example_raises_exactly_its_rule(rule: Rule, example: Example, tmp_path: Path) -> None:
    result = check_tree(tmp_path, example.files)
    expected = {rule.name} if example.verdict == "bad" else set()
    assert {finding.rule for finding in result.findings} == expected


@pytest.mark.parametrize("rule", list(load_rules().values()), ids=lambda rule: rule.name)
def test_rule_is_documented(rule: Rule) -> None:
    assert rule.law.endswith("."), "the first line of the docstring is the law, a sentence"
    assert 1 <= rule.why.count("\n") + 1 <= 8
    assert {example.verdict for example in rule.examples} == {"bad", "good"}
    assert rule.severity in {"error", "warning"}
    assert rule.scope in {"module", "file", "project", "run"}
