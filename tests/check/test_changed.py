"""`--changed REF`: the findings of this change alone."""

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.check.trees import NO_SLOTS, ROOT, SLOTS, run_script, write_tree

SECOND = NO_SLOTS.replace("Recipe", "Plate").partition("\n\n\n")[2]
FILES = {
    "app/models/recipe.py": NO_SLOTS + SECOND,
    "app/models/food.py": NO_SLOTS,
    "app/services/users.py": "class UserService: ...\n",
    "app/services/orders.py": "",
}
SERVICE = ("--select", "service-imports-service")


def git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(root), *identity, *words], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def repository(root: Path, files: dict[str, str] = FILES) -> Path:
    root.mkdir(exist_ok=True)
    write_tree(root, files)
    git(root, "init", "-q", "-b", "main")
    commit(root, "one")
    return root


def commit(root: Path, message: str) -> None:
    git(root, "add", ".")
    git(root, "commit", "-q", "--allow-empty", "-m", message)


def places(root: Path, *words: str, folder: str = ".") -> tuple[int, list[str]]:
    """The exit status, and the findings as `path:line rule`."""
    done = run_script("--format", "json", "--changed", *words, cwd=root / folder)
    document = json.loads(done.stdout)
    schema = json.loads((ROOT / "scripts/onejob/check/formats/result.schema.json").read_text())
    jsonschema.validate(document, schema)
    found = [f"{item['path']}:{item['line']} {item['rule']}" for item in document["findings"]]
    return done.returncode, found


def test_without_a_change_nothing_is_new(tmp_path: Path) -> None:
    done = run_script("--changed", "main", cwd=repository(tmp_path))
    assert done.returncode == 0
    assert "clean: nothing new since main, 0 changed files of 4" in done.stdout
    assert "older findings not shown" in done.stdout


def test_old_findings_of_a_changed_file_are_not_shown(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "app/models/recipe.py").write_text("import os\n\n\n" + NO_SLOTS + SECOND)
    assert places(root, "HEAD") == (0, [])
    (root / "app/models/recipe.py").write_text(NO_SLOTS + SECOND + SECOND.replace("Plate", "Cup"))
    assert places(root, "HEAD") == (1, ["app/models/recipe.py:11 dataclass-without-slots"])


def test_committed_uncommitted_and_untracked_changes_count(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "-q", "-b", "topic")
    (root / "app/models/food.py").write_text(NO_SLOTS + SECOND)
    commit(root, "two")
    write_tree(root, {"app/models/untracked file.py": NO_SLOTS})
    found = [
        "app/models/food.py:8 dataclass-without-slots",
        "app/models/untracked file.py:5 dataclass-without-slots",
    ]
    assert places(root, "main") == (1, found)
    assert places(root, "main", "app/models/food.py") == (1, found[:1])
    inside = places(root, "main", ".", folder="app")
    assert inside == (1, [item.removeprefix("app/") for item in found])


def test_a_change_that_breaks_a_law_elsewhere_is_told(tmp_path: Path) -> None:
    """The service that imports is not touched; what it imports has become another service's."""
    files = {
        "app/services/orders.py": "from app.prices import price\n",
        "app/prices.py": "def price() -> int: ...\n",
        "app/services/tariffs.py": "def price() -> int: ...\n",
    }
    root = repository(tmp_path, files)
    (root / "app/prices.py").write_text("from app.services.tariffs import price\n")
    assert places(root, "HEAD", *SERVICE) == (1, ["app/services/orders.py:1 service-imports-service"])


def test_one_sin_in_the_place_of_another_is_new(tmp_path: Path) -> None:
    files = {**FILES, "app/services/bills.py": "class BillService: ...\n"}
    files["app/services/orders.py"] = "from app.services.users import UserService\n"
    root = repository(tmp_path, files)
    (root / "app/services/orders.py").write_text("\n\nfrom app.services.bills import BillService\n")
    assert places(root, "HEAD", *SERVICE) == (1, ["app/services/orders.py:3 service-imports-service"])


def test_a_moved_file_keeps_its_findings(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "mv", "app/models/recipe.py", "app/models/dish.py")
    assert places(root, "HEAD") == (0, [])


def test_what_the_branch_got_meanwhile_is_not_this_change(tmp_path: Path) -> None:
    """Main repaired `food.py` after the two parted: the topic's old finding there is still an old one."""
    root = repository(tmp_path)
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, "topic")
    git(root, "checkout", "-q", "main")
    (root / "app/models/food.py").write_text(SLOTS)
    commit(root, "repaired")
    git(root, "checkout", "-q", "topic")
    assert places(root, "main") == (0, [])


def test_a_removed_suppression_brings_its_finding_back(tmp_path: Path) -> None:
    held = NO_SLOTS.replace("Recipe:", "Recipe:  # onejob: ignore[dataclass-without-slots] weak references")
    root = repository(tmp_path, {"app/models/recipe.py": held})
    (root / "app/models/recipe.py").write_text(NO_SLOTS)
    assert places(root, "HEAD") == (1, ["app/models/recipe.py:5 dataclass-without-slots"])


def test_a_file_that_broke_is_never_held_back(tmp_path: Path) -> None:
    root = repository(tmp_path, {**FILES, "app/odd.py": "def (\n"})
    assert places(root, "HEAD") == (0, [])
    (root / "app/odd.py").write_text("def (\n\n")
    assert places(root, "HEAD") == (2, ["app/odd.py:1 cannot-parse"])


def test_a_glob_for_a_new_folder_is_no_mistake(tmp_path: Path) -> None:
    root = repository(tmp_path)
    write_tree(
        root, {"app/logic/a.py": "", "pyproject.toml": "[tool.onejob.layers]\nservice = ['app/logic/**']\n"}
    )
    assert places(root, "HEAD") == (0, [])


def test_the_baseline_still_holds(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "app/models/food.py").write_text(NO_SLOTS + SECOND)
    run_script("baseline", cwd=root)
    done = run_script("--changed", "HEAD", cwd=root)
    assert (done.returncode, "1 finding in the baseline" in done.stdout) == (0, True)


def test_standard_input_is_a_change(tmp_path: Path) -> None:
    root = repository(tmp_path)
    done = run_script(
        "--changed",
        "HEAD",
        "--stdin-filename",
        "app/models/food.py",
        cwd=root,
        stdin=(NO_SLOTS + SECOND).encode(),
    )
    assert "food.py:8" in done.stdout
    assert "1 new finding (1 error) since HEAD, 1 changed file of 1, 1 older finding not shown" in done.stdout


def test_through_a_symbolic_link_the_same_is_found(tmp_path: Path) -> None:
    root = repository(tmp_path / "real")
    (root / "app/models/food.py").write_text(NO_SLOTS + SECOND)
    (tmp_path / "link").symlink_to(root)
    assert places(tmp_path / "link", "HEAD") == (1, ["app/models/food.py:8 dataclass-without-slots"])


def test_other_projects_of_the_repository_do_not_matter(tmp_path: Path) -> None:
    root = repository(tmp_path)
    write_tree(root, {"shop/pyproject.toml": "", **{f"shop/{path}": text for path, text in FILES.items()}})
    commit(root, "two")
    (root / "shop/app/models/food.py").write_text(NO_SLOTS + SECOND)
    (root / "app/models/food.py").write_text(NO_SLOTS + SECOND)
    assert places(root, "HEAD", "app", folder="shop") == (
        1,
        ["app/models/food.py:8 dataclass-without-slots"],
    )


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("nowhere", "there is no revision 'nowhere' here; `git branch --all` lists"),
        ("mian", "did you mean 'main'?"),
        ("--output=x", "is no revision; name a branch"),
        ("HEAD~9", "there is no revision 'HEAD~9' here"),
        ("HEAD:app", "there is no revision 'HEAD:app' here"),
    ],
)
def test_a_revision_that_is_not_there_is_named(tmp_path: Path, ref: str, said: str) -> None:
    done = run_script(f"--changed={ref}", cwd=repository(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "x").exists()


def test_in_a_shallow_clone_the_remedy_is_to_fetch(tmp_path: Path) -> None:
    root = repository(tmp_path / "origin")
    commit(root, "two")
    git(root, "tag", "v1", "HEAD~1")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", f"file://{root}", str(clone))
    done = run_script("--changed", "v1", cwd=clone)
    assert done.returncode == 2
    assert "this clone is shallow: fetch it first, e.g. `git fetch origin v1`" in done.stderr
    git(clone, "fetch", "-q", "--depth=1", "origin", "tag", "v1")
    (clone / "app/models/food.py").write_text(NO_SLOTS + SECOND)
    assert places(clone, "v1") == (1, ["app/models/food.py:8 dataclass-without-slots"])


def test_outside_of_a_repository_that_is_said(tmp_path: Path) -> None:
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = run_script("--changed", "main", cwd=write_tree(tmp_path, FILES), env=env)
    assert done.returncode == 2
    assert f"{tmp_path} is in no git repository" in done.stderr
    assert "fatal" not in done.stderr


def test_without_git_the_remedy_is_named(tmp_path: Path) -> None:
    done = run_script("--changed", "main", cwd=write_tree(tmp_path, FILES), env={"PATH": str(tmp_path)})
    assert (done.returncode, "git is not installed" in done.stderr) == (2, True)


def test_a_remote_branch_is_proposed(tmp_path: Path) -> None:
    repository(tmp_path / "origin")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(tmp_path / "origin"), str(clone))
    git(clone, "checkout", "-q", "-b", "topic")
    git(clone, "branch", "-q", "-D", "main")
    assert "did you mean 'origin/main'?" in run_script("--changed", "main", cwd=clone).stderr


def test_file_names_need_not_be_text(tmp_path: Path) -> None:
    root = repository(tmp_path)
    with open(os.fsencode(root) + b"/app/models/\xff\n.py", "wb") as stream:
        stream.write(NO_SLOTS.encode())
    assert run_script("--changed", "HEAD", cwd=root).returncode == 1
    commit(root, "two")
    assert run_script("--changed", "HEAD", cwd=root).returncode == 0
    assert run_script("--changed", "HEAD~1", cwd=root).returncode == 1
