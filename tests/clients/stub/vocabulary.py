"""The same step in every client's words: which tool, with which arguments."""

import re
import shlex
from dataclasses import dataclass
from typing import Any

from tests.clients.stub.steps import EditFile, LoadSkill, ReadFile, RunCheck, RunShell, Say, Step, WriteFile


class UnknownFolderError(Exception):
    """The client never told the model where the skill lies."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call."""

    tool: str
    arguments: dict[str, Any]


def speak(client: str, step: Step, project: str, heard: str) -> Call | str:
    """The model's next move. `heard` is everything that the client sent so far. Raises UnknownFolderError."""
    if isinstance(step, Say):
        return step.text
    words = {"claude": _claude, "codex": _codex, "opencode": _opencode, "gemini": _gemini}[client]
    return words(step, project, heard)


def _claude(step: Step, project: str, heard: str) -> Call:
    match step:
        case LoadSkill(name):
            return Call("Skill", {"skill": name})
        case ReadFile(skill, path):
            return Call("Read", {"file_path": f"{_announced(skill, heard)}/{path}"})
        case WriteFile(path, content):
            return Call("Write", {"file_path": f"{project}/{path}", "content": content})
        case EditFile(path, old, new):
            return Call("Edit", {"file_path": f"{project}/{path}", "old_string": old, "new_string": new})
        case RunCheck(skill):
            return Call("Bash", {"command": _check(_announced(skill, heard)), "description": "check layers"})
        case RunShell(command):
            return Call("Bash", {"command": command, "description": "run it"})
    raise TypeError(step)


def _codex(step: Step, project: str, heard: str) -> Call:
    match step:
        case LoadSkill(name):
            return _shell(f"cat {shlex.quote(_listed(name, heard) + '/SKILL.md')}")
        case ReadFile(skill, path):
            return _shell(f"cat {shlex.quote(_listed(skill, heard) + '/' + path)}")
        case WriteFile(path, content):
            added = "".join(f"+{line}\n" for line in content.splitlines())
            patch = f"*** Begin Patch\n*** Add File: {path}\n{added}*** End Patch"
            return _shell(f"apply_patch <<'EOP'\n{patch}\nEOP")
        case RunCheck(skill):
            return _shell(_check(_listed(skill, heard)))
        case RunShell(command):
            return _shell(command)
    raise TypeError(step)


def _opencode(step: Step, project: str, heard: str) -> Call:
    match step:
        case LoadSkill(name):
            return Call("skill", {"name": name})
        case ReadFile(skill, path):
            return Call("read", {"filePath": f"{_announced(skill, heard)}/{path}"})
        case WriteFile(path, content):
            return Call("write", {"filePath": f"{project}/{path}", "content": content})
        case RunCheck(skill):
            return Call("bash", {"command": _check(_announced(skill, heard)), "description": "check layers"})
        case RunShell(command):
            return Call("bash", {"command": command, "description": "run it"})
    raise TypeError(step)


def _gemini(step: Step, project: str, heard: str) -> Call:
    match step:
        case LoadSkill(name):
            return Call("activate_skill", {"name": name})
        case ReadFile(skill, path):
            return Call("read_file", {"file_path": f"{_located(skill, heard)}/{path}"})
        case WriteFile(path, content):
            return Call("write_file", {"file_path": f"{project}/{path}", "content": content})
        case RunCheck(skill):
            return Call("run_shell_command", {"command": _check(_located(skill, heard))})
        case RunShell(command):
            return Call("run_shell_command", {"command": command})
    raise TypeError(step)


def _shell(command: str) -> Call:
    return Call("exec_command", {"cmd": command})


def _check(folder: str) -> str:
    return f"python3 {shlex.quote(folder + '/scripts/check.py')} --format agent --no-cache ."


def _announced(skill: str, heard: str) -> str:
    """The base directory that Claude Code and opencode announce when the skill is loaded."""
    found = re.findall(r"Base directory for this skill: (?:file://)?([^\s<]+)", heard)
    for folder in reversed(found):
        if folder.rstrip("/").endswith(f"/{skill}"):
            return str(folder.rstrip("/"))
    raise UnknownFolderError(f"no base directory for {skill}; announced: {found}")


def _listed(skill: str, heard: str) -> str:
    """The folder from Codex's listing: an absolute path, or one below a root that it names."""
    match = re.search(rf"\(file: ([^\s)]*/{re.escape(skill)})/SKILL\.md\)", heard)
    if not match:
        raise UnknownFolderError(f"{skill} is not listed")
    root, _, rest = match[1].partition("/")
    if not root:
        return match[1]
    place = re.search(rf"`?{re.escape(root)}`?\s*[=:]\s*`?(/[^\s`]+)", heard)
    if not place:
        raise UnknownFolderError(f"{skill} is listed below {root}, which is nowhere explained")
    return f"{place[1].rstrip('/')}/{rest}"


def _located(skill: str, heard: str) -> str:
    """The folder from the location in Gemini CLI's listing."""
    match = re.search(rf"<location>([^<]*/{re.escape(skill)})/SKILL\.md</location>", heard)
    if not match:
        raise UnknownFolderError(f"{skill} has no location")
    return match[1]
