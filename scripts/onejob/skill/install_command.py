"""The command line of `onejob install`."""

from collections.abc import Sequence
from pathlib import Path

from onejob.skill.install import shipped, work
from onejob.skill.install.clients import CLIENTS, base, detect, targets
from onejob.skill.install.command_line import carry_out, chosen, parser
from onejob.skill.problem import CannotContinueError

EXAMPLES = """\
  onejob install                                 for the agents this project shows signs of, or: update
  onejob install --client claude --client codex  for these two
  onejob install --client claude --user          for all your projects
  onejob install --dry-run                       only say what would be done
  onejob uninstall                               remove exactly what was installed

exit status: 0 done, or nothing to do; 2 refused or failed, and nothing was changed"""


def main(argv: Sequence[str]) -> int:
    """Install, or bring up to date what was installed. Raises CannotContinueError or OSError."""
    description = "Put the skills where your coding agent finds them; run it again to update."
    options = parser("install", description, EXAMPLES).parse_args(argv)
    skills, root = shipped.load(), base(options.scope, Path())
    places = chosen(options, skills, root) or targets(detect(root), options.scope, root)
    if not places:
        names = " ".join(f"--client {name}" for name in CLIENTS)
        raise CannotContinueError(f"{root} shows no sign of a coding agent; name yours: {names}")
    steps = work.installation(skills, places, force=options.force)
    carry_out(steps, dry_run=options.dry_run)
    if any(step.change for step in steps) and not options.dry_run:
        listed = " and ".join(skill.name for skill in skills)
        for place in places:
            print(f"{place.titles}: start a new session; it then lists {listed}")
    return 0
