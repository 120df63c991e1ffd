"""`onejob check`: every finding, with what to do instead."""

import argparse
import sys
from collections.abc import Sequence

from onejob.check.cache import folder_for
from onejob.check.commands.options import add_paths, complain, flat, missing, parser, rule_list
from onejob.check.config_file import ConfigError, find_config
from onejob.check.formats import FORMATS, renderer
from onejob.check.result import Result
from onejob.check.run import Request, run

EXAMPLES = """\
  onejob check src/                              everything below src
  onejob check --changed main                    only files that differ from main
  onejob check --select service-imports-orm app  one rule
  onejob check --format agent app                one line per finding, for coding agents
  onejob check --stdin-filename app/services/orders.py < edited.py

exit status: 0 clean, 1 findings, 2 something could not be checked (configuration, broken file, no layers)"""


def main(argv: Sequence[str]) -> int:
    """Checks, filters, prints."""
    options = arguments().parse_args(argv)
    try:
        result = _result(options)
    except FileNotFoundError as error:
        return complain(missing(error))
    except ConfigError as error:
        return complain(error)
    for line in renderer(options.format)(result):
        print(line)
    if options.statistics:
        _print_statistics(result)
    if result.vacuous:
        return complain(result.vacuous)
    return result.exit_code


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    found = parser("check", "Check that every layer does its one job.", EXAMPLES)
    add_paths(found)
    found.add_argument("--format", choices=FORMATS, default="text", help="how to print (default: text)")
    found.add_argument(
        "--select", type=rule_list, action="append", metavar="RULES", help="only these rules, by commas"
    )
    found.add_argument(
        "--ignore", type=rule_list, action="append", metavar="RULES", help="without these rules"
    )
    found.add_argument("--changed", metavar="REF", help="only files that differ from this git revision")
    found.add_argument("--fix", action="store_true", help="repair what can be repaired safely, then check")
    found.add_argument("--statistics", action="store_true", help="findings and examined places by rule")
    found.add_argument("--no-baseline", action="store_true", help="also report what the baseline holds back")
    found.add_argument(
        "--no-cache", action="store_true", help="read everything again, write nothing to .onejob_cache"
    )
    found.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes that read (default: one per processor)"
    )
    found.add_argument(
        "--stdin-filename", metavar="PATH", help="check this file with the text of standard input"
    )
    found.add_argument(
        "--this-python", action="store_true", help="never switch to the project's own Python for newer syntax"
    )
    return found


def _result(options: argparse.Namespace) -> Result:
    paths = options.paths or ["."]
    file = find_config(paths)
    cache = "" if options.no_cache else folder_for(file.root)
    request = Request(paths, flat(options.select), flat(options.ignore), max(options.jobs, 0), cache)
    return run(request, file)


def _print_statistics(result: Result) -> None:
    counts = result.summary
    for rule in sorted({*counts.examined, *counts.found}):
        print(
            f"{counts.found.get(rule, 0):6} of {counts.examined.get(rule, 0):6}  {rule}", file=sys.stderr
        )
