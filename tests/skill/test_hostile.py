"""Whatever a file holds: an answer, never a crash; and writing never makes a sound page unsound."""

from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from onejob.check.project.layers import LayerMap, layered
from onejob.skill import budgets, fences, frontmatter, links, snippets, tables, yaml_mapping
from onejob.skill.layout import Skill
from onejob.skill.markdown import parse
from onejob.skill.plan import commands, form, order, placeholders
from onejob.skill.problem import DefectError

MARKUP = st.sampled_from(
    [
        "---\n",
        "name: ",
        "a: b\n",
        "- ",
        "# ",
        "## Step 1: x\n",
        "```",
        "```python x.py#y\n",
        "\n",
        "    ",
        "> ",
        "`",
        "[x](y.md#z)",
        "<a id='q'>",
        "{",
        "[",
        "&a",
        "*a",
        "\n!!int ",
        "'",
        '"',
        "<!-- generated: rules -->\n",
        "<!-- end -->\n",
        "- **Files**: `a.py`\n",
        "- **Verify**: `x 'y`\n",
        "..",
        "/",
        "://[",
    ]
)
ODDITIES = st.sampled_from(["|", "\t", "\0", "\f", "\u2028", "\x85", "é", "\ufeff"])
TEXT = (
    st.lists(MARKUP | ODDITIES | st.text(max_size=4), max_size=30)
    .map("".join)
    .map(lambda text: text.replace("\r", ""))
)
PATH = Path("SKILL.md")


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_frontmatter_of_any_text_gets_an_answer(text: str) -> None:
    front = frontmatter.read(PATH, text)
    for problem in frontmatter.check(front, "demo", is_source=False):
        assert problem.message
        assert problem.remedy


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_yaml_of_any_text_gets_an_answer(text: str) -> None:
    with suppress(DefectError):
        mapping = yaml_mapping.read(PATH, text.split("\n"), 1, "yaml")
        assert mapping.lines.keys() >= {(key,) for key in mapping.values} or mapping.problems


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_a_page_of_any_text_gets_an_answer(text: str) -> None:
    page = parse(PATH, text)
    skill = Skill(Path(), False, None, (page,), ())
    checks = (fences.check(page), links.check(skill), budgets.check(skill), tables.check(page, Path()))
    for problem in (problem for check in checks for problem in check):
        assert 0 <= problem.line <= text.count("\n") + 2


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_a_plan_of_any_text_gets_an_answer(text: str) -> None:
    page = parse(PATH, text)
    steps = form.steps(page)
    found = [
        *form.check_form(page),
        *placeholders.check(page),
        *order.check(page, steps, LayerMap(layered())),
    ]
    found += commands.check(page, steps, Path())
    assert steps or found


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_syncing_a_page_without_sources_changes_nothing(text: str) -> None:
    assert snippets.sync(parse(PATH, text), [Path("/nowhere")]) == text
