"""`onejob hook`: messages recorded from Claude Code, and every way in which it can be told less or nonsense."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from onejob.hook.edit import read

ROOT = Path(__file__).resolve().parents[2]
ENTRY = ROOT / "hooks" / "after_edit.py"
RECORDED = json.loads((Path(__file__).parent / "recorded" / "claude-code-2.1.330.json").read_text())
OLD = "from sqlalchemy import select\n\nONE = select(1)\n"
CLEAN = '"""Orders."""\n\nONE = 1\n'
Message = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project" / "app" / "services").mkdir(parents=True)
    return tmp_path / "project"


def hook(project: Path, message: Message | str, **environment: str) -> Message:
    """What the hook answers; {} for silence. That it exits with 0 and says nothing else holds always."""
    text = message if isinstance(message, str) else json.dumps(message)
    home = {"PATH": os.environ["PATH"], "HOME": str(project.parent / "home"), **environment}
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ENTRY)], input=text, env=home, cwd=project, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    answer: Message = json.loads(done.stdout) if done.stdout else {}
    return answer


def context(answer: Message) -> str:
    assert answer["hookSpecificOutput"]["hookEventName"] == "PostToolUse"
    return str(answer["hookSpecificOutput"]["additionalContext"])


def recorded(name: str, project: Path, **changes: Any) -> Message:
    """A recorded message, with the file as that edit left it."""
    text = (
        json.dumps(RECORDED[name]).replace("{project}", str(project)).replace("{home}", str(project.parent))
    )
    message: Message = json.loads(text)
    asked, before = message["tool_input"], message["tool_response"]["originalFile"]
    after = (
        asked["content"] if "content" in asked else before.replace(asked["old_string"], asked["new_string"])
    )
    Path(asked["file_path"]).write_text(after)
    message["tool_response"].update(changes)
    return message


def write(project: Path, before: str | None, after: str, name: str = "orders.py", **more: Any) -> Message:
    """A message in the recorded form, about another file."""
    path = project / "app" / "services" / name
    path.write_text(after)
    answer = {"type": "update", "originalFile": before, "structuredPatch": []}
    return {
        "session_id": "s", "cwd": str(project), "hook_event_name": "PostToolUse", "tool_name": "Write",
        "tool_input": {"file_path": str(path), "content": after}, "tool_response": answer, **more,
    }  # fmt: skip


def test_a_new_file_is_new_as_a_whole(project: Path) -> None:
    said = context(hook(project, recorded("write-create", project)))
    assert said.startswith("This edit of app/services/new.py added an architecture finding")
    assert "app/services/new.py:1 service-imports-orm" in said


def test_what_was_there_before_is_not_handed_back(project: Path) -> None:
    assert hook(project, recorded("write-update", project)) == {}
    assert hook(project, recorded("edit-delete", project)) == {}


def test_only_the_added_finding_is_handed_back(project: Path) -> None:
    said = context(hook(project, recorded("edit-insert", project)))
    assert "service-imports-http" in said
    assert "service-imports-orm" not in said


@pytest.mark.parametrize("name", ["write-update", "edit-insert", "edit-delete"])
@pytest.mark.parametrize("less", [{"originalFile": None}, {"originalFile": None, "structuredPatch": None}])
def test_the_earlier_text_is_rebuilt_when_the_client_does_not_give_it(
    name: str, less: Message, project: Path
) -> None:
    whole = recorded(name, project)
    message = recorded(name, project, **less)
    edit = read(json.dumps(message).encode())
    assert edit is not None
    possible = "structuredPatch" not in less or name == "edit-insert"
    assert edit.before == (whole["tool_response"]["originalFile"] if possible else None)


def test_several_hunks_and_edits_are_undone(project: Path) -> None:
    before = "".join(f"line {number}\n" for number in range(40))
    after = before.replace("line 3\n", "").replace("line 20\n", "line 20\nadded\n").replace("line 39", "end")
    hunks = [
        {"newStart": 3, "lines": [" line 2", "-line 3", " line 4"]},
        {"newStart": 20, "lines": [" line 20", "+added", " line 21"]},
        {"newStart": 39, "lines": [" line 38", "-line 39", "+end", "\\ No newline at end of file"]},
    ]
    message = write(project, None, after)
    message["tool_response"]["structuredPatch"] = hunks
    edit = read(json.dumps(message).encode())
    assert edit is not None
    assert edit.before == before
    message["tool_response"] = {}
    edits = [
        {"old_string": "line 20\n", "new_string": "line 20\nadded\n"},
        {"old_string": "line 39", "new_string": "end"},
    ]
    message["tool_input"]["edits"] = edits
    edit = read(json.dumps(message).encode())
    assert edit is not None
    assert edit.before == before.replace("line 3\n", "")


def test_a_patch_that_does_not_fit_is_not_believed(project: Path) -> None:
    message = write(project, None, CLEAN)
    for hunk in (
        {"newStart": 1, "lines": [" other"]},
        {"newStart": "1", "lines": []},
        "x",
        {"newStart": -9, "lines": []},
    ):
        message["tool_response"]["structuredPatch"] = [hunk]
        edit = read(json.dumps(message).encode())
        assert edit is not None
        assert edit.before is None


def test_moved_lines_are_no_new_findings(project: Path) -> None:
    assert hook(project, write(project, OLD, "# a\n# b\n" + OLD)) == {}


def test_what_another_file_did_in_between_is_not_this_edits_doing(project: Path) -> None:
    shared = project / "app" / "shared.py"
    shared.write_text("Query = int\n")
    uses = "from app.shared import Query\n\nONE = Query\n"
    assert hook(project, write(project, "", uses)) == {}
    shared.write_text("from sqlalchemy import Select as Query\n")
    assert hook(project, write(project, uses, uses + "# more\n")) == {}
    said = context(hook(project, write(project, CLEAN, uses)))
    assert "service-imports-orm" in said, "with an edit that brings the import it is"


def test_one_more_of_the_same_is_new(project: Path) -> None:
    body = "\n\ndef again() -> None:\n    from sqlalchemy import select\n    select(2)\n"
    assert "service-imports-orm" in context(hook(project, write(project, OLD, OLD + body)))


def test_a_broken_file_is_said_once_and_its_repair_is_no_news(project: Path) -> None:
    broken = OLD + "def (\n"
    assert hook(project, write(project, OLD, OLD + "TWO = 2\n")) == {}
    assert "cannot-parse" in context(hook(project, write(project, OLD, broken)))
    assert hook(project, write(project, broken, broken + "# more\n")) == {}
    assert hook(project, write(project, broken, OLD)) == {}, "remembered from before it was broken"


def test_without_the_earlier_text_the_sessions_memory_tells(project: Path) -> None:
    first = hook(project, write(project, None, OLD))
    assert "which of them this edit added cannot be told" in context(first)
    assert hook(project, write(project, None, OLD + "TWO = 2\n")) == {}
    said = context(hook(project, write(project, None, OLD + "import fastapi\n")))
    assert "service-imports-http" in said
    assert "service-imports-orm" not in said
    other = hook(project, write(project, None, OLD, session_id="another"))
    assert "cannot be told" in context(other)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"app": 1}', "[" * 100_000])
def test_a_broken_memory_is_no_memory(text: str, project: Path) -> None:
    hook(project, write(project, None, OLD))
    (memory,) = (project.parent / "home/.cache/onejob/hook/sessions").iterdir()
    memory.write_text(text)
    assert "cannot be told" in context(hook(project, write(project, None, OLD)))


def test_clean_edits_and_other_files_are_silent(project: Path) -> None:
    assert hook(project, write(project, OLD, CLEAN)) == {}
    assert hook(project, write(project, "", "select", name="notes.md")) == {}
    gone = write(project, "", OLD)
    Path(gone["tool_input"]["file_path"]).unlink()
    assert hook(project, gone) == {}


def test_a_project_without_layers_is_left_alone(tmp_path: Path) -> None:
    script = tmp_path / "work" / "tool.py"
    script.parent.mkdir()
    script.write_text("import asyncio\n\n\nasync def main() -> None:\n    await asyncio.gather()\n")
    message = {
        "cwd": str(script.parent),
        "tool_input": {"file_path": str(script)},
        "tool_response": {"type": "create"},
    }
    assert hook(script.parent, message) == {}


def test_it_can_be_switched_off(project: Path) -> None:
    assert hook(project, write(project, CLEAN, OLD), ONEJOB_HOOK="off") == {}


def test_nothing_is_written_into_the_project(project: Path) -> None:
    hook(project, write(project, CLEAN, OLD))
    files = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    assert files == {"app/services/orders.py"}


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[1]", "null", "{}", '{"tool_input": 3}', "[" * 100_000, "\x00"]
)
def test_what_it_cannot_understand_is_said_to_both(text: str, project: Path) -> None:
    answer = hook(project, text)
    assert answer["systemMessage"].startswith("onejob could not check this edit: ")
    assert context(answer) == answer["systemMessage"]


def test_a_broken_configuration_is_said_and_blocks_nothing(project: Path) -> None:
    (project / "onejob.toml").write_text("layers = 3\n")
    answer = hook(project, write(project, CLEAN, OLD))
    assert "onejob.toml" in answer["systemMessage"]
    assert "decision" not in answer


@pytest.mark.parametrize("name", ["weird name.py", "ünïcode.py"])
def test_odd_names_and_bytes(name: str, project: Path) -> None:
    message = write(project, CLEAN, OLD, name=name)
    path = Path(message["tool_input"]["file_path"])
    path.write_bytes(path.read_bytes() + b"# \xff\r\n")
    said = context(hook(project, message))
    assert f"app/services/{name}:1 " in said
    assert "service-imports-orm" in said or "cannot-parse" in said


def test_the_plugin_calls_it_for_every_tool_that_edits() -> None:
    (entry,) = json.loads((ROOT / "hooks/hooks.json").read_text())["hooks"]["PostToolUse"]
    assert entry["matcher"].split("|") == ["Write", "Edit", "MultiEdit"]
    (command,) = entry["hooks"]
    assert command["command"] == 'python3 -I -S "${CLAUDE_PLUGIN_ROOT}/hooks/after_edit.py"'
    assert ENTRY.is_file()


def test_the_installed_command_is_the_same(project: Path) -> None:
    message = write(project, CLEAN, OLD)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(project.parent / "other"),
        "PYTHONPATH": str(ROOT / "scripts"),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from onejob.cli import run; run()", "hook"], input=json.dumps(message),
        env=environment, cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == hook(project, message)
