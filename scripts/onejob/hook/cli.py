"""`onejob hook`: called by a coding agent's client after an edit, with a JSON message on standard input.

It never fails an edit: the exit status is 0, and what went wrong is said, to the user and to the agent.
"""

import json
import os
import sys
from collections.abc import Sequence

USAGE = """\
usage: onejob hook < message.json

For the settings of a coding agent's client, to be called after each edit (Claude Code: PostToolUse). Reads the client's
message, checks the edited Python file, and answers with the findings that the edit added. Silent when it added none,
and in projects without layers. Says so when it could not check. ONEJOB_HOOK=off switches it off.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Answer one message. Returns 0, also when nothing could be checked: an edit is never blocked."""
    if list(argv or ())[1:]:
        print(USAGE, end="")
        return 0
    if os.environ.get("ONEJOB_HOOK", "").lower() in {"off", "0", "no", "false"}:
        return 0
    try:
        answer, loud = _answer(sys.stdin.buffer.read()), False
    except Exception as error:
        # Whatever it is: a hook that dies with a traceback looks like a broken editor.
        answer, loud = f"onejob could not check this edit: {_reason(error)}", True
    if answer:
        print(json.dumps(_message(answer, loud=loud)))
    return 0


def run_from_folder() -> int:
    """The same from a folder that was merely copied: compiled modules go to the user's cache."""
    from onejob.check.bytecode import redirect

    redirect()
    return main()


def _answer(data: bytes) -> str:
    from onejob.hook.edit import read

    edit = read(data)
    if edit is None:
        return ""
    from onejob.hook.added import added

    found = added(edit)
    if not found.result.findings:
        return ""
    from onejob.check.formats.agent import render

    *lines, _summary = render(found.result)
    return "\n".join([_head(edit.path, len(found.result.findings), known=found.known), *lines])


def _reason(error: Exception) -> str:
    from onejob.check.configuration.config_file import ConfigError
    from onejob.hook.edit import HookInputError

    if isinstance(error, ConfigError | HookInputError | OSError):
        return str(error)
    return f"an error in onejob itself, please report it: {type(error).__name__}: {error}"


def _head(path: str, count: int, *, known: bool) -> str:
    place = os.path.relpath(path)
    if not known:
        return f"{place} has these architecture findings; which of them this edit added cannot be told:"
    amount = "an architecture finding" if count == 1 else f"{count} architecture findings"
    return f"This edit of {place} added {amount}; mend the code, or say why not:"


def _message(text: str, *, loud: bool) -> dict[str, object]:
    """For the agent; what went wrong is for the user, too."""
    message: dict[str, object] = {
        "hookSpecificOutput": {"hookEventName": "PostToolUse", "additionalContext": text}
    }
    return {**message, "systemMessage": text} if loud else message
