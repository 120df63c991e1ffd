"""The cache never matters, except for time."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from onejob.check.run import Request, Result, check, run
from onejob.check.running import loading
from onejob.check.running.cache import Cache, digest, folder_for

from tests.check.trees import NO_SLOTS, SCRIPT, SLOTS, run_script, write_tree

OLD = 1_600_000_000_000_000_000  # nanoseconds: long ago, so that no file counts as just written


def tree(root: Path) -> Path:
    write_tree(
        root,
        {
            "app/models/recipe.py": NO_SLOTS,
            "app/services/users.py": "class UserService: ...\n",
            "app/services/orders.py": "from app.services.users import UserService\n",
        },
    )
    for path in root.rglob("*.py"):
        os.utime(path, ns=(OLD, OLD))
    return root


def cached(root: Path) -> Result:
    return run(Request([str(root)], cache=folder_for(str(root))))


def files(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".onejob_cache").iterdir() if "-" in path.name)


def test_the_second_answer_is_the_first(tmp_path: Path) -> None:
    root = tree(tmp_path)
    assert cached(root) == cached(root) == cached(root) == check([root])


def test_the_cache_hides_itself_from_git(tmp_path: Path) -> None:
    cached(tree(tmp_path))
    assert (tmp_path / ".onejob_cache/.gitignore").read_text() == "*\n"


def test_an_edit_is_seen_even_with_the_same_size_and_time(tmp_path: Path) -> None:
    root = tree(tmp_path)
    before = cached(root)
    path = root / "app/models/recipe.py"
    path.write_text(NO_SLOTS.replace("Recipe", "Ricepe"), encoding="utf-8")
    os.utime(path, ns=(OLD, OLD))
    after = cached(root)
    assert after == check([root])
    assert after != before


def test_a_touched_file_is_not_analysed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(tmp_path)
    before = cached(root)
    os.utime(root / "app/models/recipe.py", ns=(OLD + 5, OLD + 5))
    monkeypatch.setattr("onejob.check.running.analysis.Analyst.analyse", None)
    assert cached(root) == before


def test_files_that_come_and_go_are_noticed(tmp_path: Path) -> None:
    root = tree(tmp_path)
    cached(root)
    (root / "app/services/users.py").unlink()
    write_tree(root, {"app/models/other.py": NO_SLOTS})
    assert cached(root) == check([root])


def test_another_configuration_is_another_answer(tmp_path: Path) -> None:
    root = tree(tmp_path)
    cached(root)
    (root / "pyproject.toml").write_text("[tool.onejob.rules]\ndataclass-without-slots = 'off'\n")
    assert cached(root) == check([root])


@pytest.mark.parametrize(
    "damage", [b"", b"onejob", b"\0" * 5000, os.urandom(3000)], ids=["empty", "short", "zeros", "noise"]
)
def test_a_broken_cache_is_ignored_and_replaced(tmp_path: Path, damage: bytes) -> None:
    root = tree(tmp_path)
    expected = cached(root)
    for path in files(root):
        path.write_bytes(damage)
    assert cached(root) == expected


def test_a_truncated_or_flipped_cache_is_ignored(tmp_path: Path) -> None:
    root = tree(tmp_path)
    expected = cached(root)
    for path in files(root):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 255
        path.write_bytes(data[:-1])
    assert cached(root) == expected


def test_a_foreign_value_under_the_right_checksum_needs_the_right_key(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "c"))
    cache.store("result", digest(b"one"), ("value",))
    os.rename(tmp_path / f"c/result-{digest(b'one').hex()}", tmp_path / f"c/result-{digest(b'two').hex()}")
    assert cache.load("result", digest(b"two")) is None


def test_a_folder_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    root = tree(tmp_path)
    (root / ".onejob_cache").write_text("a file where the folder should be")
    assert cached(root) == check([root])


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_project_is_checked(tmp_path: Path) -> None:
    root = tree(tmp_path)
    root.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert cached(root) == check([root])
    finally:
        root.chmod(stat.S_IRWXU)


def test_many_processes_at_once_agree(tmp_path: Path) -> None:
    root = tree(tmp_path)
    command = [sys.executable, str(SCRIPT), "--format", "json", "app"]
    running = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)
    ]
    answers = {process.communicate() for process in running}
    assert len(answers) == 1
    assert not [path for path in files(root) if path.name.count(".")]


def test_it_can_live_elsewhere_or_nowhere(tmp_path: Path) -> None:
    root = tree(tmp_path / "project") if not (tmp_path / "project").mkdir() else tmp_path
    run_script("--no-cache", "app", cwd=root)
    assert not (root / ".onejob_cache").exists()
    run_script("app", cwd=root, env={"ONEJOB_CACHE_DIR": str(tmp_path / "elsewhere")})
    assert not (root / ".onejob_cache").exists()
    assert list((tmp_path / "elsewhere").rglob("analyses-*"))


def test_old_files_are_removed(tmp_path: Path) -> None:
    root = tree(tmp_path)
    for number in range(20):
        (root / "pyproject.toml").write_text(f"[tool.onejob]\nexclude = ['x{number}']\n")
        cached(root)
    assert len(files(root)) <= 26


def test_results_do_not_depend_on_processes_or_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "WORTH_FORKING", 1)
    many = {f"app/services/s{number}.py": SLOTS + NO_SLOTS * (number % 3) for number in range(12)}
    many |= {"app/services/big.py": NO_SLOTS * 40}
    root = write_tree(tmp_path, many)
    one = check([root], jobs=1)
    assert check([root], jobs=2) == one == check([root], jobs=5)
    places = sorted(str(path) for path in (root / "app/services").iterdir())
    assert check(places, jobs=1) == check(places[::-1], jobs=1)
    assert check(places).findings == one.findings
