"""The one way in for whoever installed the wheel: `onejob <command>`."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

_CHECK, _SKILL, _EVALS = "onejob.check.cli", "onejob.skill.cli", "onejob.evals.cli"
_HOOK = "onejob.hook.cli"

# Command → the module whose `main(argv)` serves it. Imported only when asked for: `check` must stay quick
# and must run where the packages the other two need are not installed.
COMMANDS = {
    "check": _CHECK,
    "explain": _CHECK,
    "rules": _CHECK,
    "layers": _CHECK,
    "init": _CHECK,
    "baseline": _CHECK,
    "hook": _HOOK,
    "validate": _SKILL,
    "pack": _SKILL,
    "plan": _SKILL,
    "new": _SKILL,
    "install": _SKILL,
    "uninstall": _SKILL,
    "eval": _EVALS,
}

USAGE = """\
usage: onejob <command> [options]

Check a backend's layers
  onejob check src/                    every finding, with what to do instead
  onejob check --changed main          only what this change brought in
  onejob explain service-imports-orm   the law, the reason, a bad and a good example
  onejob rules                         all rules
  onejob layers src/                   which file is which layer, and why
  onejob init                          propose a layer map for an existing code base
  onejob baseline                      accept today's findings, fail on new ones
  onejob hook                          after a coding agent's edit: the findings it added

Look after the skill
  onejob validate                      frontmatter, links, code blocks, budgets, drift
  onejob pack                          build what gets installed
  onejob install                       put the skill where a coding agent finds it, or update it
  onejob uninstall                     remove exactly what was installed
  onejob new                           start a project in this architecture
  onejob plan                          check a plan file

Measure what the skill changes
  onejob eval                          grade every recorded run, write build/evals/report.html
  onejob eval list                     cases and recordings
  onejob eval solutions                prove that each case can be won and can be lost

`onejob <command> --help` tells more. Exit status: 0 fine, 1 findings or a failed gate, 2 could not do it.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Dispatch to the command's own module.

    Args:
        argv: the words after `onejob`; None reads them from the process.

    Returns:
        The exit status: 0, 1 (findings, failed gate) or 2 (bad input).
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0 if words else 2
    if words[0] == "--version":
        print(f"onejob {_version()}")
        return 0
    if words[0] not in COMMANDS:
        print(
            f"onejob: there is no command {words[0]!r}; the commands are: {', '.join(COMMANDS)}",
            file=sys.stderr,
        )
        return 2
    # Each area's main gets the command's name too: one module serves several commands.
    return int(import_module(COMMANDS[words[0]]).main(words))


def run() -> None:
    """Entry point of the installed `onejob` command."""
    raise SystemExit(main())


def _version() -> str:
    try:
        return version("onejob")
    except PackageNotFoundError:
        return "(not installed, run from its folder)"
