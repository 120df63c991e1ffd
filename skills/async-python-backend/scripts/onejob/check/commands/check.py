"""`onejob check`: every finding, with what to do instead."""

import argparse
import os
import sys
from collections.abc import Sequence

from onejob.check.running.cache import folder_for
from onejob.check.commands.progress import Counter
from onejob.check.commands.options import add_paths, complain, flat, missing, parser, rule_list
from onejob.check.configuration.config_file import ConfigError, ConfigFile, find_config
from onejob.check.formats import FORMATS, renderer
from onejob.check.adoption.git import GitError
from onejob.check.reading.discovery import NEWER_SYNTAX
from onejob.check.result import BASELINE, Result
from onejob.check.run import Request, run

EXAMPLES = """\
  onejob check src/                              everything below src
  onejob check --changed main                    only files that differ from main
  onejob check --select service-imports-orm app  one rule
  onejob check --format agent app                one line per finding, for coding agents
  onejob check --stdin-filename app/services/orders.py < edited.py

exit status: 0 clean, 1 findings, 2 something could not be checked (configuration, broken file, no layers)"""


def main(argv: Sequence[str]) -> int:
    """Checks, narrows, prints."""
    options = arguments().parse_args(argv)
    try:
        file = find_config(options.paths or [options.stdin_filename or "."])
        result = _result(options, file, ["check", *argv])
    except FileNotFoundError as error:
        return complain(missing(error))
    except (ConfigError, GitError) as error:
        return complain(error)
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


def _result(options: argparse.Namespace, file: ConfigFile, argv: list[str]) -> Result:
    request = _request(options, file)
    result = _run(request, file)
    if not (options.this_python or request.unsaved) and _needs_newer_python(result):
        _switch(file.root, argv)
    if options.fix:
        result = _fixed(result, request, file)
    if options.changed:
        result = _changed(result, options.changed, file.root)
    return result if options.no_baseline else _held(result, file.root)


def _request(options: argparse.Namespace, file: ConfigFile) -> Request:
    cache = "" if options.no_cache else folder_for(file.root)
    paths, unsaved = options.paths or ["."], {}
    if options.stdin_filename:
        paths = [options.stdin_filename]
        unsaved = {os.path.abspath(options.stdin_filename): sys.stdin.buffer.read()}
    return Request(paths, flat(options.select), flat(options.ignore), max(options.jobs, 0), cache, unsaved)


def _run(request: Request, file: ConfigFile) -> Result:
    progress = Counter()
    try:
        return run(request, file, progress)
    finally:
        progress.clear()


def _needs_newer_python(result: Result) -> bool:
    return any(
        item.message.startswith(NEWER_SYNTAX) for item in result.findings if item.rule == "cannot-parse"
    )


def _switch(root: str, argv: list[str]) -> None:
    from onejob.check.running.interpreter import newer_python, switch

    if program := newer_python(root):
        switch(program, argv)


def _fixed(result: Result, request: Request, file: ConfigFile) -> Result:
    from onejob.check.configuration.config import parse_config
    from onejob.check.adoption.fixing import fix

    changed = fix(result.findings, parse_config(file))
    if not changed:
        return result
    print(f"repaired {changed} files", file=sys.stderr)
    return _run(request, file)


def _changed(result: Result, ref: str, root: str) -> Result:
    from onejob.check.adoption.git import changed_files

    changed = {os.path.realpath(path) for path in changed_files(ref, root)}
    return result.only([item for item in result.findings if os.path.realpath(item.path) in changed])


def _held(result: Result, root: str) -> Result:
    path = os.path.join(root, BASELINE)
    if not result.findings or not os.path.exists(path):
        return result
    from onejob.check.adoption.baseline import hold, read

    split = hold(result.findings, read(path), root)
    return result.only(split.new, split.held)


def _print_statistics(result: Result) -> None:
    counts = result.summary
    for rule in sorted({*counts.examined, *counts.found}):
        print(f"{counts.found.get(rule, 0):6} of {counts.examined.get(rule, 0):6}  {rule}", file=sys.stderr)
