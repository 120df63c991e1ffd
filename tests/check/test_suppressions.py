"""`# onejob: ignore[rule] reason`: which lines it covers, and what is said about useless ones."""

from pathlib import Path

import pytest
from onejob.check import check

from tests.check.trees import write_tree

HEAD = "from dataclasses import dataclass\n\n\n"
IGNORE = "# onejob: ignore[dataclass-without-slots] kept for weak references"


def rules_found(root: Path, text: str) -> list[str]:
    write_tree(root, {"app/models/recipe.py": text})
    return [item.rule for item in check([root]).findings]


@pytest.mark.parametrize(
    "body",
    [
        f"@dataclass\nclass A:  {IGNORE}\n    x: int\n",
        f"{IGNORE}\n@dataclass\nclass A:\n    x: int\n",
        f"@dataclass  {IGNORE}\nclass A:\n    x: int\n",
        f"@dataclass\n{IGNORE}\nclass A:\n    x: int\n",
        f"@dataclass\nclass A(\n    Base,\n):  {IGNORE}\n    x: int\n",
        f"{IGNORE}\n\n# another comment\n\n@dataclass\nclass A:\n    x: int\n",
        f"class Outer:\n    {IGNORE}\n    @dataclass\n    class A:\n        x: int\n",
        "@dataclass\nclass A:  # onejob: ignore[mutable-value-object, dataclass-without-slots] both\n    x: int\n",
        "@dataclass\nclass A:  #onejob:ignore[dataclass-without-slots]: reason after a colon\n    x: int\n",
    ],
)
def test_covered(tmp_path: Path, body: str) -> None:
    assert "dataclass-without-slots" not in rules_found(tmp_path, HEAD + body)


@pytest.mark.parametrize(
    "body",
    [
        f"@dataclass\nclass A:\n    x: int  {IGNORE}\n",
        f"@dataclass\nclass A:\n    x: int\n{IGNORE}\n",
        f"{IGNORE}\ny = 1\n@dataclass\nclass A:\n    x: int\n",
        f'@dataclass\nclass A:\n    """{IGNORE}"""\n',
        f'"""\n{IGNORE}\n"""\n@dataclass\nclass A:\n    x: int\n',
        "@dataclass\nclass A:  # onejob: ignored[dataclass-without-slots] reason\n    x: int\n",
        "@dataclass\nclass A:  # onejob: ignore[other-rule] reason\n    x: int\n",
    ],
)
def test_not_covered(tmp_path: Path, body: str) -> None:
    assert "dataclass-without-slots" in rules_found(tmp_path, HEAD + body)


def test_a_multi_line_import_is_covered_from_its_last_line(tmp_path: Path) -> None:
    files = {
        "app/services/users.py": "class UserService: ...\nclass Other: ...\n",
        "app/services/orders.py": "from app.services.users import (\n    UserService,\n    Other,\n)  # onejob: ignore[service-imports-service] legacy\n",
    }
    result = check([write_tree(tmp_path, files)])
    assert "service-imports-service" not in {item.rule for item in result.findings}
    assert "unused-suppression" not in {item.rule for item in result.findings}


def test_without_reason_it_still_holds_back_but_is_reported(tmp_path: Path) -> None:
    text = HEAD + "@dataclass(frozen=True)\nclass A:  # onejob: ignore[dataclass-without-slots]\n    x: int\n"
    assert rules_found(tmp_path, text) == ["suppression-without-reason"]


def test_behind_another_tools_comment_it_counts_and_that_is_no_reason(tmp_path: Path) -> None:
    mark = "onejob: ignore[dataclass-without-slots]"
    behind = (
        HEAD
        + f"@dataclass(frozen=True)\nclass A:  # noqa: E501  # {mark} weak references, see #12\n    x: int\n"
    )
    assert rules_found(tmp_path, behind) == []
    before = HEAD + f"@dataclass(frozen=True)\nclass A:  # {mark}  # noqa: E501\n    x: int\n"
    assert rules_found(tmp_path, before) == ["suppression-without-reason"]


def test_without_a_rule_it_holds_nothing_back(tmp_path: Path) -> None:
    text = HEAD + "@dataclass(frozen=True)\nclass A:  # onejob: ignore because\n    x: int\n"
    assert sorted(rules_found(tmp_path, text)) == ["dataclass-without-slots", "suppression-without-reason"]


def test_an_unknown_rule_is_named_with_its_neighbour(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"app/models/recipe.py": "x = 1  # onejob: ignore[dataclass-without-slot] because\n"}
    )
    (finding,) = check([tmp_path]).findings
    assert (finding.rule, finding.fix) == ("unused-suppression", "write `dataclass-without-slots`")


def test_a_rule_that_did_not_run_is_not_called_unused(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path,
        {
            "pyproject.toml": "[tool.onejob.rules]\ndataclass-without-slots = 'off'\n",
            "app/models/recipe.py": "x = 1  # onejob: ignore[dataclass-without-slots] because\n",
        },
    )
    assert check([root]).findings == ()


def test_hundreds_of_comments_cost_nothing_special(tmp_path: Path) -> None:
    body = "".join(f"x{n} = {n}  # onejob: ignore[dataclass-without-slots] because\n" for n in range(500))
    assert rules_found(tmp_path, body) == ["unused-suppression"] * 500
