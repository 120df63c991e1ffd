"""Every rule is taught in a marked sentence of the section that its findings lead to."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from onejob.skill import lessons
from onejob.skill.layout import load
from onejob.skill.lessons import Lesson
from onejob.skill.markdown import parse
from onejob.skill.rule_references import RULES, rules

ROOT = Path(__file__).parents[2]
RULE = SimpleNamespace(
    name="service-imports-service",
    law="A service never imports another service.",
    reference="layers.md#services",
)
TAUGHT = "A service imports no other service. <!-- rule: service-imports-service -->"


def read(text: str) -> list[Lesson]:
    return list(lessons.lessons(parse(Path("layers.md"), f"# Layers\n\n## Services\n\n{text}\n")))


def problems(pack: Path, text: str) -> list[str]:
    (pack / "references/layers.md").write_text(f"# Layers\n\n## Services\n\n{text}\n\n## Models\n\nData.\n")
    source = load(pack).source
    assert source is not None
    return [str(problem) for problem in lessons.check(source, [RULE], RULES)]  # type: ignore[list-item]


def test_a_taught_rule_is_fine(pack: Path) -> None:
    assert problems(pack, TAUGHT) == []
    assert problems(pack, f"- Fields.\n- {TAUGHT}") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("Nothing.", "no sentence in layers.md#services is marked", id="no mark"),
        pytest.param(f"```text\n{TAUGHT}\n```", "no sentence in layers.md#services", id="in code"),
        pytest.param(f"## Other\n\n{TAUGHT}", "taught in layers.md#other, but", id="elsewhere"),
        pytest.param(
            TAUGHT.replace("A service imports no other service", "Be brief"),
            "too few of the words",
            id="words",
        ),
        pytest.param(
            f"A service never imports another.\n\n{TAUGHT.partition('. ')[2]}",
            "too few of the words",
            id="another paragraph",
        ),
        pytest.param(
            f"- A service never imports another service.\n- Else. {TAUGHT.partition('. ')[2]}",
            "too few of the words",
            id="another item",
        ),
        pytest.param(f"{TAUGHT} <!-- rule: no-such -->", "there is no rule 'no-such'", id="unknown"),
    ],
)
def test_a_mark_that_lies_is_a_problem(pack: Path, text: str, message: str) -> None:
    found = problems(pack, text)
    assert any(message in problem for problem in found), found


def test_a_second_mark_owns_only_the_words_after_the_first() -> None:
    first, second = read(
        "No session; <!-- rule: a --> no query\nanywhere. <!-- claim: c --> <!-- rule: b -->"
    )
    assert (first.sentence.strip(), second.sentence.split()) == ("No session;", ["no", "query", "anywhere."])
    assert (first.section, second.line) == ("layers.md#services", 6)


def test_the_skill_teaches_every_rule() -> None:
    source = load(ROOT).source
    assert source is not None
    assert list(lessons.check(source, rules(), RULES)) == []


def test_a_deleted_sentence_is_noticed_for_every_rule() -> None:
    """Each mark is needed: without the line that holds it, its rules are reported."""
    source = load(ROOT).source
    assert source is not None
    for page in source.references:
        for lesson in lessons.lessons(page):
            left = [line for number, line in enumerate(page.lines, start=1) if number != lesson.line]
            kept = {item.rule for item in lessons.lessons(parse(page.path, "\n".join(left)))}
            assert lesson.rule not in kept
