"""Generated tables, and the places that rules point at."""

import re
from pathlib import Path

import pytest
from onejob.skill import tables
from onejob.skill.layout import load
from onejob.skill.markdown import parse
from onejob.skill.rule_references import check_rule, rules

ROOT = Path(__file__).parents[2]


def problems(text: str) -> list[str]:
    return [str(problem) for problem in tables.check(parse(Path("page.md"), text), ROOT)]


def synced(text: str) -> str:
    return tables.sync(parse(Path("page.md"), text), ROOT)


def test_the_table_has_a_row_for_every_rule_and_is_stable() -> None:
    empty = "# Page\n\n<!-- generated: rules -->\n<!-- end -->\n\nafter\n"
    assert "page.md:3 tables: the generated table is out of date; run: onejob pack" in problems(empty)
    filled = synced(empty)
    rows = [line for line in filled.splitlines() if line.startswith("| `")]
    assert len(rows) == len(rules()) > 0
    assert rows == [f"| `{rule.name}` | {rule.severity} | {rule.law} |" for rule in rules()]
    assert problems(filled) == []
    assert synced(filled) == filled
    assert filled.endswith("<!-- end -->\n\nafter\n")


def test_versions_are_those_of_the_lock_file() -> None:
    text = synced("<!-- generated: versions fastapi uvicorn -->\n<!-- end -->\n")
    assert re.search(r"\n\nfastapi \d+\.\d+\S*, uvicorn \d+\.\d+\S*\n\n", text)
    assert problems(text) == []
    stale = re.sub(r"fastapi \S+,", "fastapi 0.1,", text)
    assert "out of date" in problems(stale)[0]


def test_a_page_name_restricts_the_table() -> None:
    pages = {rule.reference.partition("#")[0] for rule in rules()}
    for page in pages:
        rows = synced(f"<!-- generated: rules {page} -->\n<!-- end -->\n").count("| `")
        assert rows == sum(rule.reference.startswith(f"{page}#") for rule in rules()) > 0


def test_markers_in_a_block_are_text() -> None:
    assert problems("```html\n<!-- generated: nonsense -->\n```\n") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "<!-- generated: rules -->\n",
            "page.md:1 tables: the generated table has no end; add a line: <!-- end -->",
        ),
        ("a\n\n<!-- end -->\n", "page.md:3 tables: the end of a table that never began; delete the line"),
        (
            "<!-- generated: rules -->\n\n<!-- generated: rules -->\n",
            "page.md:3 tables: a table begins inside",
        ),
        (
            "<!-- generated: layers -->\n<!-- end -->\n",
            "'layers' cannot be generated; write one of: rules, rules PAGE.md",
        ),
        ("<!-- generated: rules gone.md -->\n<!-- end -->\n", "no rule points at 'gone.md'; name one of: "),
        ("<!-- generated: -->\n<!-- end -->\n", "page.md:1 tables: the table '' cannot be generated"),
        ("<!-- generated: versions -->\n<!-- end -->\n", "page.md:1 tables: no library is named"),
        ("<!-- generated: versions flask -->\n<!-- end -->\n", "dev.txt pins no 'flask'; name a library of"),
    ],
)
def test_wrong_markers_are_named(text: str, words: str) -> None:
    (found,) = problems(text)
    assert words in found


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("layers.md#services", ""),
        ("layers.md#models", "layers.md has no heading #models; its anchors: layers, services"),
        ("layers.md", "layers.md has no heading #; its anchors"),
        ("gone.md#services", "references/gone.md does not exist; name one of: layers.md"),
    ],
)
def test_a_rules_reference_leads_to_a_section(pack: Path, reference: str, words: str) -> None:
    source = load(pack).source
    assert source
    found = [str(problem) for problem in check_rule(source, "service-imports-service", reference)]
    assert bool(found) == bool(words)
    assert all(
        words in problem and "rules/service_imports_service.py rules: " in problem for problem in found
    )
