"""A rule says in which layers and with which words in the text it has subjects, so that it need not be imported: it must be right."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from onejob.check.configuration.config import load_config
from onejob.check.project.file import File
from onejob.check.rule import Rule, load_rules
from onejob.check.run import load_project

from tests.check.trees import ROOT, write_tree

FILTERED = [rule for rule in load_rules().values() if rule.words or (rule.scope == "module" and rule.layers)]


def _read(root: Path) -> list[tuple[File, bytes]]:
    config = load_config([root])
    files = load_project([root], config).files.values()
    return [(file, (Path(config.root) / file.path).read_bytes()) for file in files]


@cache
def _applications() -> list[tuple[File, bytes]]:
    return [*_read(ROOT / "examples/recipes/app"), *_read(ROOT / "scripts/onejob/check")]


def _examples(rule: Rule, folder: Path) -> Iterator[tuple[File, bytes]]:
    for number, example in enumerate(rule.examples):
        (folder / str(number)).mkdir()
        yield from _read(write_tree(folder / str(number), example.files))


@pytest.mark.parametrize("rule", FILTERED, ids=lambda rule: rule.name)
def test_what_is_filtered_out_has_no_subjects(rule: Rule, tmp_path: Path) -> None:
    asked, filtered = 0, 0
    for file, text in [*_applications(), *_examples(rule, tmp_path)]:
        is_there = not rule.words or any(word in text for word in rule.words)
        if is_there and (not rule.layers or file.layer in rule.layers):
            asked += bool(list(rule.subjects(file)))
        else:
            filtered += 1
            assert list(rule.subjects(file)) == [], file.path
    assert filtered
    assert asked or rule.name == "commit-after-yield"  # which looks at a survey
