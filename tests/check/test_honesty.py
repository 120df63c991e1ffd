"""Broken, hostile and strange files: never a traceback, never a silent skip; the other files are still checked."""

import os
from pathlib import Path

import pytest
from onejob.check import check

from tests.check.trees import NO_SLOTS, run_script, write_tree

BROKEN = {
    "syntax": b"def f(:\n",
    "unfinished": b"def f():\n    return (1,\n",
    "null bytes": b"x = 1\0\n",
    "not UTF-8": b"x = '\xff\xfe'\n",
    "UTF-16": "x = 1\n".encode("utf-16"),
    "unknown cookie": b"# coding: klingon\nx = 1\n",
    "cookie against BOM": b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
    "binary": bytes(range(256)) * 20,
    "deep brackets": b"x = " + b"(" * 10_000 + b")" * 10_000,
    "deep calls": b"x = " + b"f(" * 10_000 + b")" * 10_000,
    "deep operators": b"x = " + b"-" * 200_000 + b"1",
    "deep blocks": b"".join(b" " * n + b"if x:\n" for n in range(200)),
    "future syntax": b"lazy import x\n",
}
STRANGE = {
    "empty": b"",
    "BOM": b"\xef\xbb\xbfx = 1\n",
    "latin-1 cookie": "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
    "carriage returns": b"x = 1\r\ny = 2\r\n",
    "form feed": b"\x0cx = 1\n",
    "no newline": b"x = 1",
    "long line": b"x = [" + b"1, " * 200_000 + b"]\n",
    "many lines": b"x = 1\n" * 50_000,
    "long sum": b"x = " + b" + ".join([b"1"] * 400),
    "long chain": b"x = a" + b".b" * 300 + b"\n",
    "strange names": "größe = 1\nµ = 2\n".encode(),
    "bad escapes": b"x = '\\d'\nassert (x, 'always true')\n",
}


def project(root: Path, data: bytes) -> Path:
    write_tree(root, {"app/models/recipe.py": NO_SLOTS})
    (root / "app/models/odd.py").write_bytes(data)
    return root


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_a_finding_and_the_others_are_checked(tmp_path: Path, data: bytes) -> None:
    done = run_script("--no-cache", "app", cwd=project(tmp_path, data))
    assert done.returncode == 2
    assert "app/models/odd.py" in done.stdout
    assert "cannot-parse" in done.stdout
    assert "app/models/recipe.py:5:1: error: dataclass-without-slots" in done.stdout
    assert "in 2 files, 1 could not be checked" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("data", STRANGE.values(), ids=STRANGE)
def test_a_strange_file_is_checked(tmp_path: Path, data: bytes) -> None:
    result = check([project(tmp_path, data)])
    assert (result.summary.files, result.summary.unparsed) == (2, 0)
    assert [item.rule for item in result.findings] == ["dataclass-without-slots"]


@pytest.mark.parametrize("depth", [500, 950, 3000])
def test_nesting_at_any_depth_is_parsed_or_reported(tmp_path: Path, depth: int) -> None:
    for text in (f"x = {'+'.join(['1'] * depth)}\n", f"x = a{'.b' * depth}\n", f"x = {'[' * 90}{']' * 90}\n"):
        result = check([project(tmp_path, text.encode())])
        assert result.summary.files == 2
        assert "dataclass-without-slots" in {item.rule for item in result.findings}


def test_symbolic_links_that_loop_end(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS})
    (root / "app/models/loop").symlink_to(root / "app")
    (root / "app/models/dangling.py").symlink_to(root / "nowhere.py")
    (root / "app/models/self.py").symlink_to(root / "app/models/self.py")
    assert check([root]).summary.files == 1


def test_a_linked_folder_is_read_once(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"real/models/recipe.py": NO_SLOTS})
    (root / "app").symlink_to(root / "real")
    assert check([root]).summary.files == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_or_file_is_reported(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS, "app/secret/a.py": "", "app/b.py": ""})
    (root / "app/secret").chmod(0)
    (root / "app/b.py").chmod(0)
    try:
        result = check([root])
    finally:
        (root / "app/secret").chmod(0o700)
    assert result.exit_code == 2
    assert result.summary.unparsed == 2


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, for tests that run as root."""
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS, "app/secret/a.py": ""})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    result = check([root])
    assert result.exit_code == 2
    assert [
        (item.path.endswith("app/secret"), item.rule)
        for item in result.findings
        if item.rule == "cannot-parse"
    ] == [(True, "cannot-parse")]


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    """Reading a pipe would wait for ever."""
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS, "app/models/folder.py/b.txt": ""})
    os.mkfifo(root / "app/models/pipe.py")
    done = run_script("app", cwd=root)
    assert done.returncode == 2
    assert "app/models/pipe.py:1:1: error: cannot-parse: is no regular file" in done.stdout
    (root / "pyproject.toml").write_text("[tool.onejob]\nexclude = ['app/models/pipe.py']\n")
    assert run_script("app", cwd=root).returncode == 1


@pytest.mark.parametrize(
    "words", [["--select", "service-imports-orm"], ["--ignore", "dataclass-without-slots"]]
)
def test_no_selection_leaves_out_what_was_not_checked(tmp_path: Path, words: list[str]) -> None:
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS, "app/models/odd.py": "def (\n"})
    done = run_script(*words, "app", cwd=root)
    assert done.returncode == 2
    assert "app/models/odd.py:1:5: error: cannot-parse" in done.stdout
    done = run_script("--ignore", "cannot-parse", "app", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be ignored" in done.stderr


def test_names_that_differ_in_case_are_two_files(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path,
        {
            "app/services/Orders.py": "class A: ...\n",
            "app/services/orders.py": "from app.services.Orders import A\n",
        },
    )
    found = check([root])
    assert found.summary.files == len(list((root / "app/services").iterdir()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_columns_count_characters(tmp_path: Path, encoding: str) -> None:
    text = "# coding: latin-1\nimport os\n\nX = 'éü'; Y = os.environ\n".replace(
        "latin-1", "latin-1" if encoding == "latin-1" else "utf-8"
    )
    root = write_tree(tmp_path, {"app/services/a.py": ""})
    (root / "app/services/a.py").write_bytes(text.encode(encoding))
    (finding,) = check([root]).findings
    assert (finding.line, finding.column) == (4, text.splitlines()[3].index("os.environ") + 1)


def test_file_names_need_not_be_text(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS})
    path = os.fsencode(root) + b"/app/models/\xff\n.py"
    with open(path, "wb") as stream:
        stream.write(NO_SLOTS.encode())
    for form in ("text", "agent", "json", "sarif", "github", "gitlab", "junit"):
        done = run_script("--format", form, "app", cwd=root, env={"PYTHONIOENCODING": "utf-8"})
        assert done.returncode == 1, form
        assert done.stderr == ""


def test_tools_folders_and_environments_are_left_out(tmp_path: Path) -> None:
    files = dict.fromkeys(
        (
            "app/models/a.py",
            "node_modules/models/b.py",
            ".venv/models/c.py",
            "env3/models/d.py",
            "build/models/e.py",
        ),
        NO_SLOTS,
    )
    write_tree(tmp_path, {**files, "env3/pyvenv.cfg": ""})
    assert check([tmp_path]).summary.files == 1


def test_a_rule_that_fails_is_reported_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onejob.check.rule import load_rule

    def broken(subject: object, scope: object) -> None:
        raise ZeroDivisionError("oops")

    root = write_tree(
        tmp_path, {"app/models/recipe.py": NO_SLOTS, "app/services/a.py": "", "app/services/b.py": "raise X"}
    )
    monkeypatch.setattr(load_rule("service-imports-service"), "judge", broken)
    monkeypatch.setattr(load_rule("http-exception-raised"), "judge", broken)
    result = check([root])
    assert result.exit_code == 2
    messages = [item.message for item in result.findings if item.rule == "cannot-parse"]
    assert len(messages) == 2
    assert all("failed here: ZeroDivisionError: oops" in message for message in messages)
    assert "dataclass-without-slots" in {item.rule for item in result.findings}
