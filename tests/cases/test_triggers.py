"""The trigger queries: valid, balanced, and split so that tuning on one half can be checked on the other."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

EVALS = Path(__file__).parents[2] / "evals"
SCHEMA = json.loads((EVALS / "schemas" / "triggers.schema.json").read_text(encoding="utf-8"))
TRIGGERS = yaml.safe_load((EVALS / "triggers.yaml").read_text(encoding="utf-8"))
QUERIES = TRIGGERS["queries"]


def test_the_file_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(Draft202012Validator(SCHEMA).iter_errors(TRIGGERS)) == []


@pytest.mark.parametrize(
    "broken", [{"split": "test"}, {"should_trigger": "yes"}, {"query": ""}, {"reason": "x"}]
)
def test_the_schema_refuses(broken: dict[str, object]) -> None:
    document = {"schema_version": 1, "queries": [QUERIES[0] | broken]}
    assert list(Draft202012Validator(SCHEMA).iter_errors(document))


@pytest.mark.parametrize("should", [True, False])
def test_hits_and_near_misses_are_enough_on_both_sides_of_the_split(should: bool) -> None:
    splits = [each["split"] for each in QUERIES if each["should_trigger"] is should]
    assert len(splits) >= 20
    assert min(splits.count("train"), splits.count("validation")) >= 8


def test_no_query_is_there_twice() -> None:
    texts = [each["query"].casefold() for each in QUERIES]
    assert len(texts) == len(set(texts))
