"""Frontmatter: every way to write it that some client drops, and what we say about it."""

from pathlib import Path

import pytest
from onejob.skill.frontmatter import check, read

GOOD = """\
---
name: demo
description: "Says how: use when it must be done."
license: MIT
compatibility: Requires Python 3.11 or newer
metadata:
  version: "1.0"
allowed-tools: Read Bash(git:*)
---
body
"""


def problems(text: str, *, is_source: bool = False, folder: str = "demo") -> list[str]:
    front = read(Path("SKILL.md"), text)
    return [str(problem) for problem in check(front, folder, is_source=is_source)]


def test_all_six_keys_are_accepted() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        pytest.param(
            "---\nname", "name", 1, "start the file with a line of exactly ---", id="no-opening-fence"
        ),
        pytest.param("*)\n---", "*)\n----", 1, "never closed", id="no-closing-fence"),
        pytest.param("---\nname", "--- \nname", 1, "'--- '", id="blank-after-fence"),
        pytest.param(
            "license: MIT", "license: MIT\nlicense: BSD", 5, "stands here and on line 4", id="duplicate"
        ),
        pytest.param("license: MIT", "license:\tMIT", 4, "replace tabs by spaces", id="tab"),
        pytest.param(
            '"Says how: use when it must be done."', "Says how: use", 3, "in double quotes", id="colon"
        ),
        pytest.param("name: demo", "name: &n demo\nlicense: *n", 3, "alias", id="alias"),
        pytest.param("license: MIT", "license: [MIT]", 4, "license is in braces or brackets", id="flow-list"),
        pytest.param("name: demo", "name: Demo", 2, 'name is "Demo", allowed is 1 to 64', id="upper-case"),
        pytest.param("name: demo", "name: de--mo", 2, "single hyphens", id="double-hyphen"),
        pytest.param("name: demo", "name: claude-demo", 2, "reserved words", id="reserved"),
        pytest.param("name: demo", "name: " + "a" * 65, 2, "(65 characters)", id="long-name"),
        pytest.param("name: demo", "name: yes", 2, "name is true", id="boolean-name"),
        pytest.param("name: demo\n", "", 1, "the key name is missing", id="no-name"),
        pytest.param("name: demo", "name: other", 2, "the folder is called 'demo'", id="folder"),
        pytest.param(
            '"Says how: use when it must be done."', "Use <xml> here", 3, "without < and >", id="angle"
        ),
        pytest.param('"Says how: use when it must be done."', "x" * 1025, 3, "(1025 characters)", id="long"),
        pytest.param(
            '"Says how: use when it must be done."', '" "', 3, "description is", id="blank-description"
        ),
        pytest.param(
            '"Says how: use when it must be done."', ">-\n  a\n  b", 3, "several lines", id="folded"
        ),
        pytest.param('version: "1.0"', "version: 1.0", 7, "put the value in quotes", id="number-in-metadata"),
        pytest.param(
            'version: "1.0"', "internal: true", 7, "hides an installed skill", id="internal-in-payload"
        ),
        pytest.param("Read Bash(git:*)", "\n  - Read", 8, "separated by spaces", id="tools-as-list"),
        pytest.param(
            "license: MIT", "model: opus", 4, "unknown key 'model', allowed are name", id="unknown-key"
        ),
        pytest.param("license: MIT", "license: a --- b", 4, "some clients end it here", id="fence-in-value"),
        pytest.param(
            "license: MIT", "license: !!python/object:os.system x", 4, "not valid YAML", id="python-tag"
        ),
        pytest.param("Requires Python 3.11 or newer", "", 5, "compatibility is null", id="empty-value"),
        pytest.param("license: MIT", "license: " + "[" * 9000, 4, "nested too deeply", id="nested"),
        pytest.param("license: MIT", "license: " + "x" * 20000, 2, "more than 16384", id="huge"),
        pytest.param("license: MIT", "? [a]\n: b", 4, "not valid YAML", id="list-as-key"),
    ],
)
def test_a_defect_is_named_with_its_line_and_remedy(before: str, after: str, line: int, words: str) -> None:
    broken = GOOD.replace(before, after, 1)
    assert broken != GOOD
    found = problems(broken)
    assert found
    assert found[0].startswith(f"SKILL.md:{line} frontmatter: ")
    assert words in found[0]


@pytest.mark.parametrize("text", ["", "---\n---\n", "---\n- a\n---\n", "---\ntext\n---\n", "---\n{}\n---\n"])
def test_frontmatter_without_values_is_a_problem(text: str) -> None:
    assert problems(text)


def test_the_source_is_marked_internal_and_may_lie_in_any_folder() -> None:
    marked = GOOD.replace('version: "1.0"', "internal: true")
    assert problems(marked, is_source=True, folder="checkout") == []
    assert "not marked internal" in problems(GOOD, is_source=True, folder="checkout")[0]
    assert "write: internal: true" in problems(marked.replace("true", '"yes"'), is_source=True)[0]
