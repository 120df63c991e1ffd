"""Blocks that are copies of code that runs."""

from pathlib import Path

import pytest
from onejob.skill import snippets
from onejob.skill.markdown import parse

CODE = """\
import asyncio


class Recipes:
    # region: create
    async def create(self, title: str) -> str:
        # region: check
        if not title:
            raise ValueError(title)
        # endregion
        return title
    # endregion
"""
CREATE = """\
async def create(self, title: str) -> str:
    if not title:
        raise ValueError(title)
    return title
"""
CHECKED = "if not title:\n    raise ValueError(title)\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "services").mkdir()
    (tmp_path / "services/recipes.py").write_text(CODE)
    return tmp_path


def page(info: str, body: str = "old\n", *, margin: str = "", fence: str = "```") -> str:
    lines = [f"{fence}{info}", *body.splitlines(), fence]
    return "# Page\n\n" + "".join(f"{margin}{line}\n" if line else "\n" for line in lines) + "\nafter\n"


def synced(text: str, root: Path) -> str:
    return snippets.sync(parse(Path("page.md"), text), [root])


def problems(text: str, root: Path) -> list[str]:
    return [f"{found}\n{found.detail}" for found in snippets.check(parse(Path("page.md"), text), [root])]


def test_a_region_is_dedented_and_loses_nested_markers(root: Path) -> None:
    assert synced(page("python services/recipes.py#create"), root) == page(
        "python services/recipes.py#create", CREATE
    )
    assert synced(page("python services/recipes.py#check"), root) == page(
        "python services/recipes.py#check", CHECKED
    )


def test_without_region_the_block_is_the_whole_file(root: Path) -> None:
    text = synced(page("python services/recipes.py"), root)
    assert "import asyncio" in text
    assert "region" not in text


def test_drift_is_reported_with_a_diff_and_gone_after_sync(root: Path) -> None:
    text = page("python services/recipes.py#check", CHECKED.replace("not title", "title"))
    (found,) = problems(text, root)
    assert found.startswith(
        "page.md:3 snippets: the block differs from services/recipes.py#check; run: onejob validate --fix"
    )
    assert "-if title:\n+if not title:" in found
    assert problems(synced(text, root), root) == []


def test_every_block_of_a_page_is_synced_and_the_rest_is_untouched(root: Path) -> None:
    text = (
        page("python services/recipes.py#create")
        + page("text", "mine\n")
        + page("python services/recipes.py#check")
    )
    done = synced(text, root)
    assert done == page("python services/recipes.py#create", CREATE) + page("text", "mine\n") + page(
        "python services/recipes.py#check", CHECKED
    )
    assert synced(done, root) == done


def test_a_block_in_a_list_keeps_its_margin(root: Path) -> None:
    text = "- item\n\n" + page("python services/recipes.py#check", margin="  ")
    done = synced(text, root)
    assert "\n  if not title:\n      raise" in done
    assert problems(done, root) == []


def test_bad_blocks_are_synced_only_from_a_region(root: Path) -> None:
    assert problems(page("python bad services/recipes.py"), root) == []
    assert "differs" in problems(page("python bad services/recipes.py#check"), root)[0]


def test_the_first_root_that_has_the_file_is_used(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    text = page("python services/recipes.py#check")
    assert CHECKED in snippets.sync(parse(Path("page.md"), text), [other, root])


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ("python services/gone.py#create", "services/gone.py does not exist (looked in"),
        ("python services/recipes.py#gone", "no region 'gone'; its regions: create, check"),
        ("python ../secret.py#create", "leaves the examples"),
        ("python /etc/passwd", "leaves the examples"),
        ("python services", "not a regular file"),
    ],
)
def test_a_link_that_leads_nowhere_is_named(root: Path, info: str, words: str) -> None:
    text = page(info)
    (found,) = problems(text, root)
    assert words in found
    assert synced(text, root) == text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("# region: a\nx = 1\n", "recipes.py:1 opens a region that never ends; add: # endregion"),
        ("x = 1\n# endregion\n# region: a\n", "recipes.py:2 ends a region that was never opened"),
        (
            "# region: a\nx = 1\n# endregion\n# region: a\n# endregion\n",
            "recipes.py:4 opens a region without a name of its own",
        ),
        ("# region\nx = 1\n# endregion\n# region: a\n", "recipes.py:1 opens a region without a name"),
        ("# region: a\n\n# endregion\n", "the region 'a' of recipes.py is empty"),
        ("# region: a\nx = '''```'''\n# endregion\n", "use a longer fence: ````"),
    ],
)
def test_broken_regions_are_named(root: Path, code: str, words: str) -> None:
    (root / "services/recipes.py").write_text(code)
    assert words in problems(page("python services/recipes.py#a"), root)[0]


def test_a_longer_fence_holds_markdown_with_fences(root: Path) -> None:
    (root / "plan.md").write_text("<!-- region: form -->\n```bash\nls\n```\n<!-- endregion -->\n")
    done = synced(page("markdown plan.md#form", fence="````"), root)
    assert "````markdown plan.md#form\n```bash\nls\n```\n````\n" in done
    assert problems(done, root) == []


def test_an_undecodable_source_is_named(root: Path) -> None:
    (root / "services/recipes.py").write_bytes(b"x = '\xff'\n")
    assert "byte 0xff at offset 5 is not UTF-8" in problems(page("python services/recipes.py#a"), root)[0]
