"""The command line of `onejob uninstall`."""

from collections.abc import Sequence
from pathlib import Path

from onejob.skill.install import shipped, work
from onejob.skill.install.clients import Scope, base
from onejob.skill.install.command_line import carry_out, chosen, parser

EXAMPLES = """\
  onejob uninstall                   from this project, wherever `onejob install` put it
  onejob uninstall --client claude   only where Claude Code looks
  onejob uninstall --user            from your home folder

exit status: 0 done, or nothing to do; 2 refused or failed, and nothing was changed"""


def main(argv: Sequence[str]) -> int:
    """Remove what was installed, and nothing else. Raises CannotContinueError or OSError."""
    description = "Remove the skills that `onejob install` put there."
    options = parser("uninstall", description, EXAMPLES).parse_args(argv)
    skills, root = shipped.load(), base(options.scope, Path())
    places = chosen(options, skills, root)
    if not places:
        other = Scope.USER if options.scope is Scope.PROJECT else Scope.PROJECT
        print(f"{root}: `onejob install` put nothing here; look elsewhere with --{other.value}")
        return 0
    carry_out(work.removal(skills, places, force=options.force), dry_run=options.dry_run)
    return 0
