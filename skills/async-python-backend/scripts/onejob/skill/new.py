"""The command line of `onejob new`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from onejob.skill.new_feature.names import names_of
from onejob.skill.new_feature.planning import Plan, plan
from onejob.skill.new_feature.writing import carry_out, diff
from onejob.skill.problem import CannotContinueError

_FIRST_STEPS = """\
next:
  pip install -e '.[test]'
  python -m pytest              # on an embedded PostgreSQL
  python -m tests.playground    # the application on port 8000
"""


def main(argv: Sequence[str]) -> int:
    """Write one feature. Raises CannotContinueError or ProblemError; then nothing was written."""
    options = _parser().parse_args(argv)
    planned = plan(options.project, names_of(options.name, options.plural))
    if options.dry_run:
        print("".join(diff(planned)), end="")
        _tell_by_hand(planned)
        return 0
    if planned.by_hand and not options.by_hand:
        _tell_by_hand(planned)
        message = f"{len(planned.by_hand)} places were not found, nothing was written"
        raise CannotContinueError(f"{message}; mend them, or write the rest with --by-hand")
    carry_out(planned)
    for path, (before, _) in planned.writes.items():
        print(f"{'new ' if before is None else 'edit'} {path}")
    _tell_by_hand(planned)
    if planned.is_application:
        print(_FIRST_STEPS, end="", file=sys.stderr)
    return 0


def _tell_by_hand(planned: Plan) -> None:
    for item in planned.by_hand:
        print(item, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onejob new",
        description="Write a feature through all layers, with tests and wiring. In an empty folder: a whole application around it.",
        epilog="Exit status: 0 written, 2 could not do it; then nothing was written. Existing files are never overwritten.",
    )
    parser.add_argument("name", metavar="NAME", help="what it is about, such as: order, order-line")
    parser.add_argument("--plural", help="the plural, where it is not formed with -s, -es or -ies")
    parser.add_argument(
        "--project", type=Path, default=Path(), help="the project's folder (default: this one)"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the diff, write nothing")
    parser.add_argument("--by-hand", action="store_true", help="write what can be written, list the rest")
    return parser
