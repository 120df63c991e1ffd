"""What a client tells its hooks about an edit, and the file's text before it."""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class HookInputError(Exception):
    """The client's message cannot be understood; the text says what is wrong with it."""


class Edit(NamedTuple):
    """A finished edit. `before` is None where the earlier text cannot be known; "" when there was no file."""

    path: str
    session: str
    before: str | None


def read(data: bytes) -> Edit | None:
    """The edit of a Python file that this message reports; None for everything else.

    Changes to the folder in which the client works, which relative paths are relative to.

    Raises:
        HookInputError: this is no message of a hook.
        OSError: the file cannot be read.
    """
    message = _message(data)
    asked, answer = _mapping(message.get("tool_input")), _mapping(message.get("tool_response"))
    path = asked.get("file_path")
    if not isinstance(path, str) or not path:
        raise HookInputError("tool_input.file_path is missing")
    folder = message.get("cwd")
    if isinstance(folder, str) and os.path.isdir(folder):
        os.chdir(folder)
    if not path.endswith(".py") or not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8", errors="replace", newline="") as stream:
        after = stream.read()
    return Edit(os.path.abspath(path), str(message.get("session_id", "")), _before(after, asked, answer))


def _message(data: bytes) -> Mapping[str, Any]:
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise HookInputError(f"standard input is not the JSON of a hook: {error}") from error
    if not isinstance(message, dict):
        raise HookInputError("standard input is not a JSON object")
    return message


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _before(after: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> str | None:
    """From the surest source to the least: the client's own copy, its patch, the passages it replaced."""
    original = answer.get("originalFile")
    if isinstance(original, str):
        return original
    if answer.get("type") == "create":
        return ""
    patch = answer.get("structuredPatch")
    if isinstance(patch, list) and patch:
        return _unpatched(after, patch)
    edits = asked.get("edits", [asked])
    return _unedited(after, edits) if isinstance(edits, list) else None


def _unpatched(after: str, hunks: Iterable[Any]) -> str | None:
    """The text before a patch; None when the patch does not describe how `after` came to be."""
    lines, shift = after.split("\n"), 0
    for hunk in map(_mapping, hunks):
        marked, start = hunk.get("lines"), hunk.get("newStart")
        if not isinstance(marked, list) or not isinstance(start, int):
            return None
        marked = [line for line in map(str, marked) if not line.startswith("\\")]
        new = [line[1:] for line in marked if line[:1] != "-"]
        old = [line[1:] for line in marked if line[:1] != "+"]
        # An empty hunk side is numbered by the line before it.
        at = start - 1 + shift if new else start + shift
        if at < 0 or [line.rstrip("\r") for line in lines[at : at + len(new)]] != new:
            return None
        lines[at : at + len(new)] = old
        shift += len(old) - len(new)
    return "\n".join(lines)


def _unedited(after: str, edits: list[Any]) -> str | None:
    """The text before replacements; None when a replacement could have happened in more than one place."""
    text = after
    for edit in map(_mapping, reversed(edits)):
        old, new = edit.get("old_string"), edit.get("new_string")
        if not isinstance(old, str) or not isinstance(new, str) or not new or text.count(new) != 1:
            return None
        text = text.replace(new, old)
    return text
