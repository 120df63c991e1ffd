"""The commands about the skill. Each one's module is imported only when it is asked for."""

import sys
from collections.abc import Sequence
from importlib import import_module

from onejob.skill.problem import CannotContinueError, ProblemError

COMMANDS = {
    "validate": "onejob.skill.validate_command",
    "pack": "onejob.skill.pack_command",
    "plan": "onejob.skill.plan_command",
    "new": "onejob.skill.new",
    "install": "onejob.skill.install_command",
    "uninstall": "onejob.skill.uninstall_command",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its name comes first. Returns 0, 1 (problems found) or 2 (could not do it)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in COMMANDS:
        print(f"onejob: name one of these commands: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return int(import_module(COMMANDS[words[0]]).main(words[1:]))
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("onejob"):
            raise
        remedy = "run: pip install pyyaml markdown-it-py jsonschema, or start the script with: uv run"
        print(f"onejob {words[0]}: the package {error.name} is missing; {remedy}", file=sys.stderr)
    except (CannotContinueError, ProblemError) as error:
        print(f"onejob {words[0]}: {error}", file=sys.stderr)
    except OSError as error:
        print(
            f"onejob {words[0]}: {error.filename or 'input/output'}: {error.strerror or error}",
            file=sys.stderr,
        )
    return 2
