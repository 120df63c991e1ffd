"""The command line: exit status, streams, and answers to wrong input."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.trees import NO_SLOTS, ROOT, SCRIPT, SLOTS, run_script, write_tree

BAD = {"app/models/recipe.py": NO_SLOTS}
GOOD = {"app/models/recipe.py": SLOTS}


def test_clean_code_exits_with_0(tmp_path: Path) -> None:
    done = run_script("app", cwd=write_tree(tmp_path, GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("clean: 1 file")


def test_findings_exit_with_1_and_name_place_rule_and_repair(tmp_path: Path) -> None:
    done = run_script("check", "app", cwd=write_tree(tmp_path, BAD))
    assert done.returncode == 1
    assert (
        "app/models/recipe.py:5:1: error: dataclass-without-slots: dataclass `Recipe` has no slots"
        in done.stdout
    )
    assert "slots=True" in done.stdout


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["nowhere"], "nowhere does not exist"),
        (["--select", "service-import-service", "app"], "'service-imports-service'"),
        (["--changed", "main", "app"], "git"),
        (["--format", "xml", "app"], "sarif"),
        (["explain", "no-such-rule"], "there is no rule"),
        (["layers", "nowhere"], "nowhere does not exist"),
        (["init", "nowhere"], "nowhere does not exist"),
        (["baseline", "nowhere"], "nowhere does not exist"),
    ],
)
def test_wrong_input_exits_with_2_and_is_named(tmp_path: Path, words: list[str], named: str) -> None:
    done = run_script(*words, cwd=write_tree(tmp_path, GOOD))
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("files", [{}, {"app/notes.txt": "x"}], ids=["empty", "no python"])
def test_no_python_file_is_never_clean(tmp_path: Path, files: dict[str, str]) -> None:
    done = run_script(".", cwd=write_tree(tmp_path, files))
    assert done.returncode == 2
    assert "no Python file" in done.stderr


def test_no_file_with_a_layer_is_never_clean(tmp_path: Path) -> None:
    done = run_script(".", cwd=write_tree(tmp_path, {"thing/stuff.py": "x = 1\n"}))
    assert done.returncode == 2
    assert "`init` proposes a layer map" in done.stderr


def test_explain_shows_law_reason_and_examples(tmp_path: Path) -> None:
    done = run_script("explain", "service-imports-service", cwd=tmp_path)
    assert done.returncode == 0
    assert "A service never imports another service." in done.stdout
    assert "bad: app/services/orders.py" in done.stdout


@pytest.mark.parametrize("rule", ["cannot-parse", "suppression-without-reason", "unused-suppression"])
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_rules_lists_also_the_rules_about_the_check(tmp_path: Path, rule: str, form: str) -> None:
    assert rule in run_script("rules", "--format", form, cwd=tmp_path).stdout


@pytest.mark.parametrize("command", ["check", "explain", "rules", "layers", "init", "baseline"])
def test_help_has_examples(tmp_path: Path, command: str) -> None:
    done = run_script(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert f"onejob {command}" in done.stdout.partition("examples:")[2]


def test_statistics_show_what_was_examined(tmp_path: Path) -> None:
    done = run_script("--statistics", "app", cwd=write_tree(tmp_path, BAD))
    assert "1 of      1  dataclass-without-slots" in done.stderr


def test_layers_says_why_and_what_its_columns_are(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, {"app/services/a.py": "", "app/other.py": ""})
    lines = run_script("layers", cwd=tree).stdout.splitlines()
    assert lines[:3] == [
        "FILE               LAYER    WHY",
        "app/other.py       -        matches no glob",
        "app/services/a.py  service  matches **/services/**",
    ]
    assert lines[4:6] == [" FILES  LAYER", "     1  service"]
    assert lines[6].startswith("     1  - without a layer")
    only = run_script("layers", "--unmapped", cwd=tree).stdout
    assert "app/other.py" in only
    assert "app/services/a.py" not in only


def test_rules_says_what_its_columns_are_and_where_to_go_on(tmp_path: Path) -> None:
    lines = run_script("rules", cwd=tmp_path).stdout.splitlines()
    assert lines[0].split() == ["RULE", "SEVERITY", "LAW"]
    start = lines[0].index("SEVERITY")
    assert {line[start:].split()[0] for line in lines[1 : lines.index("")]} == {"error", "warning"}
    assert "onejob explain RULE" in lines[-2]


@pytest.mark.parametrize("command", ["check", "layers", "init", "baseline"])
def test_an_empty_folder_is_told_so_and_no_command_sends_to_another(tmp_path: Path, command: str) -> None:
    done = run_script(command, cwd=tmp_path)
    assert done.returncode == 2
    assert "no Python file" in done.stderr
    assert "onejob" not in done.stderr.removeprefix("onejob: ")


def test_standard_input_replaces_one_file_and_sees_the_others(tmp_path: Path) -> None:
    tree = write_tree(
        tmp_path, {"app/services/users.py": "class UserService: ...\n", "app/services/orders.py": ""}
    )
    text = b"from app.services.users import UserService\n"
    done = run_script(
        "--stdin-filename",
        "app/services/orders.py",
        "--select",
        "service-imports-service",
        cwd=tree,
        stdin=text,
    )
    assert done.returncode == 1
    assert "app/services/orders.py:1:1" in done.stdout
    assert (tree / "app/services/orders.py").read_text() == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--stdin-filename", ""], "'' is no file"),
        (["--stdin-filename", "app/models"], "'app/models' is no file"),
        (["--stdin-filename", "app/models/a.py", "app"], "leave out app"),
        (["--jobs", "-3", "app"], "'-3' is no number of processes"),
        (["baseline", "--check", "--allow-growth"], "leave one of them out"),
    ],
)
def test_what_contradicts_itself_is_named(tmp_path: Path, words: list[str], said: str) -> None:
    done = run_script(*words, cwd=write_tree(tmp_path, GOOD), stdin=b"x = 1\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_standard_input_of_a_folder_that_is_nowhere_is_checked_alone(tmp_path: Path) -> None:
    """Not with everything that lies below the nearest folder that exists."""
    tree = write_tree(tmp_path, BAD)
    words = ("--format", "json", "--stdin-filename", "/nowhere/app/models/x.py")
    done = run_script(*words, cwd=tree, stdin=NO_SLOTS.encode())
    assert json.loads(done.stdout)["summary"]["files"] == 1
    assert json.loads(done.stdout)["summary"]["unparsed"] == 0


def test_standard_input_may_be_a_new_file_in_a_new_folder(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, GOOD)
    done = run_script("--stdin-filename", "app/models/new/plate.py", cwd=tree, stdin=NO_SLOTS.encode())
    assert (done.returncode, "app/models/new/plate.py:5:1" in done.stdout) == (1, True)
    assert not (tree / "app/models/new").exists()


def test_one_file_is_judged_with_its_application_around_it(tmp_path: Path) -> None:
    files = {
        "app/services/users.py": NO_SLOTS,
        "app/services/orders.py": "from app.services.users import Recipe\n",
    }
    done = run_script(
        "app/services/orders.py",
        "--select",
        "service-imports-service,dataclass-without-slots",
        cwd=write_tree(tmp_path, files),
    )
    assert "app/services/orders.py:1:1: error: service-imports-service" in done.stdout
    assert "users.py:5" not in done.stdout


@pytest.mark.parametrize(
    "prefix", [[], ["-I"], ["-P"], ["-S"], ["-B", "-E"]], ids=lambda prefix: "".join(prefix) or "plain"
)
def test_a_copied_folder_runs_with_nothing_installed(tmp_path: Path, prefix: list[str]) -> None:
    """Also read-only, through a symbolic link, and without writing beside itself."""
    skill = tmp_path / "skill"
    shutil.copytree(
        ROOT / "scripts" / "onejob" / "check",
        skill / "scripts/onejob/check",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(SCRIPT, skill / "scripts" / "check.py")
    before = sorted(skill.rglob("*"))
    (tmp_path / "link").symlink_to(skill)
    tree = write_tree(tmp_path / "project", BAD) if (tmp_path / "project").mkdir() is None else tmp_path
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [base, *prefix, str(tmp_path / "link/scripts/check.py"), "app"],
        cwd=tree, capture_output=True, text=True, env={"PATH": os.environ["PATH"], "PYTHONSAFEPATH": "1", "XDG_CACHE_HOME": str(tmp_path / "cache")}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert sorted(skill.rglob("*")) == before


def test_an_old_python_is_told_so() -> None:
    """The guard comes before the first import of the package, in syntax that Python 3.6 reads."""
    head = SCRIPT.read_text(encoding="utf-8").partition("from onejob")[0]
    assert "sys.version_info < (3, 11)" in head
    assert SCRIPT.read_text(encoding="utf-8").count("\n") <= 20
    old = head.replace("sys.version_info < (3, 11)", "True")
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize(
    ("words", "status"), [("app", 1), ("rules", 0), ("layers", 0), ("baseline", 0), ("--format json app", 1)]
)
def test_a_reader_that_leaves_changes_neither_status_nor_work(
    tmp_path: Path, words: str, status: int
) -> None:
    tree = write_tree(tmp_path, {f"app/models/m{number}.py": NO_SLOTS for number in range(400)})
    command = f"{sys.executable} {SCRIPT} {words} | (read line; exec <&-; sleep 0.2); echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tree, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{status}\n", "")
    assert (tree / "onejob-baseline.json").exists() == (words == "baseline")


def test_a_full_disk_is_no_closed_pipe(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, BAD)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), "rules"], cwd=tree, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode != 0
    assert b"No space left" in done.stderr
