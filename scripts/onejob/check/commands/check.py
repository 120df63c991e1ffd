"""`onejob check`: every finding, with what to do instead."""

import argparse
import os
import sys
from collections.abc import Sequence

from onejob.check.adoption.git import GitError
from onejob.check.commands.checking import Checked, checked, differences, repaired
from onejob.check.commands.options import add_paths, complain, flat, missing, parser, processes, rule_list
from onejob.check.configuration.config_file import ConfigError, find_config
from onejob.check.formats import FORMATS, renderer
from onejob.check.reading.discovery import NEWER_SYNTAX
from onejob.check.result import Result
from onejob.check.rule import ALWAYS

EXAMPLES = """\
  onejob check src/                              everything below src
  onejob check --changed main                    only what this change brought in
  onejob check --fix --diff                      what could be repaired safely, as a diff
  onejob check --select service-imports-orm app  one rule
  onejob check --format agent app                one line per finding, for coding agents
  onejob check --stdin-filename app/services/orders.py < edited.py

exit status: 0 clean, 1 findings, 2 something could not be checked (configuration, broken file, no layers)"""


def main(argv: Sequence[str]) -> int:
    """Checks, repairs, narrows, prints."""
    options = arguments().parse_args(argv)
    if wrong := _contradiction(options):
        return complain(wrong)
    try:
        return _check(options, ["check", *argv])
    except FileNotFoundError as error:
        return complain(missing(error))
    except (ConfigError, GitError) as error:
        return complain(error)
    except OSError as error:
        return complain(
            f"{error.filename}: {error.strerror}; the repair was not finished, what was written is whole"
        )


def _contradiction(options: argparse.Namespace) -> str:
    """What does not go together on the command line; "" for nothing."""
    name = options.stdin_filename
    if name is not None and (not name or os.path.isdir(name)):
        return f"--stdin-filename {name!r} is no file: name the one whose text comes from standard input"
    if name and options.paths:
        return f"--stdin-filename checks that one file: leave out {' '.join(options.paths)}"
    if name and (options.fix or options.diff):
        return "--fix repairs files, not standard input: save the file first, or leave out --stdin-filename"
    if ALWAYS in flat(options.ignore):
        return f"{ALWAYS} cannot be ignored: leave such files out with `exclude` in the configuration"
    return ""


def _check(options: argparse.Namespace, argv: list[str]) -> int:
    file = find_config(options.paths or [options.stdin_filename or "."])
    found = checked(options, file)
    if not (options.this_python or found.request.unsaved) and _needs_newer_python(found.result):
        _switch(file.root, argv)
    if options.diff:
        return _print_diff(found)
    result = found.narrow(repaired(found) if options.fix else found.result)
    for line in renderer(options.format)(result):
        print(line)
    if options.statistics:
        _print_statistics(result)
    return complain(result.vacuous) if result.vacuous else result.exit_code


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
    found.add_argument("--changed", metavar="REF", help="only findings that this git revision had not")
    found.add_argument("--fix", action="store_true", help="repair what can be repaired safely, then check")
    found.add_argument(
        "--diff", action="store_true", help="show as a diff what --fix would repair, write nothing"
    )
    found.add_argument("--statistics", action="store_true", help="findings and examined places by rule")
    found.add_argument("--no-baseline", action="store_true", help="also report what the baseline holds back")
    found.add_argument(
        "--no-cache", action="store_true", help="read everything again, write nothing to .onejob_cache"
    )
    found.add_argument(
        "--jobs",
        type=processes,
        default=0,
        metavar="N",
        help="processes that read (default: one per processor)",
    )
    found.add_argument(
        "--stdin-filename", metavar="PATH", help="check this file with the text of standard input"
    )
    found.add_argument(
        "--this-python", action="store_true", help="never switch to the project's own Python for newer syntax"
    )
    return found


def _print_diff(found: Checked) -> int:
    lines = list(differences(found))
    for line in lines:
        print(line)
    return 2 if found.result.exit_code == 2 else int(bool(lines))


def _needs_newer_python(result: Result) -> bool:
    return any(
        item.message.startswith(NEWER_SYNTAX) for item in result.findings if item.rule == "cannot-parse"
    )


def _switch(root: str, argv: list[str]) -> None:
    from onejob.check.running.interpreter import newer_python, switch

    if program := newer_python(root):
        switch(program, argv)


def _print_statistics(result: Result) -> None:
    counts = result.summary
    for rule in sorted({*counts.examined, *counts.found}):
        print(f"{counts.found.get(rule, 0):6} of {counts.examined.get(rule, 0):6}  {rule}", file=sys.stderr)
