"""What `onejob install` and `onejob uninstall` both understand, and both print."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from onejob.skill.install import receipt, work
from onejob.skill.install.clients import CLIENTS, Scope, Target, is_possible, targets
from onejob.skill.install.shipped import ShippedSkill


def chosen(options: argparse.Namespace, skills: Sequence[ShippedSkill], root: Path) -> tuple[Target, ...]:
    """Where the named clients look; without names, where a receipt lies."""
    if options.client:
        return targets([CLIENTS[name] for name in options.client], options.scope, root)
    everywhere = [client for client in CLIENTS.values() if is_possible(client, options.scope, root)]
    return tuple(
        target
        for target in targets(everywhere, options.scope, root)
        if any(receipt.read(target.folder / skill.name) is not None for skill in skills)
    )


def carry_out(steps: Sequence[work.Step], *, dry_run: bool) -> None:
    """Do the steps, or only say them. Raises CannotContinueError."""
    if not dry_run:
        work.carry_out(steps)
    for step in steps:
        prefix = "would be " if dry_run and step.change else ""
        print(f"{step.present.place} {step.skill.version}: {prefix}{step.verb}")


def parser(command: str, description: str, examples: str) -> argparse.ArgumentParser:
    """The options; --help ends with examples."""
    found = argparse.ArgumentParser(
        prog=f"onejob {command}",
        description=description,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    found.add_argument(
        "--client", action="append", default=[], choices=list(CLIENTS), help="may be given several times"
    )
    scope = found.add_mutually_exclusive_group()
    scope.add_argument(
        "--project", dest="scope", action="store_const", const=Scope.PROJECT, default=Scope.PROJECT,
        help="in the repository around the working directory (default)",
    )  # fmt: skip
    scope.add_argument(
        "--user", dest="scope", action="store_const", const=Scope.USER, help="in your home folder"
    )
    found.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
    found.add_argument("--force", action="store_true", help="also where somebody modified the copy")
    return found
