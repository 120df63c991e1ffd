"""`onejob eval`: grade everything recorded, print the paired table, write results and report."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from onejob.evals.gate import Regression, read_baseline, regressions
from onejob.evals.grading import Choice, grade_store
from onejob.evals.places import places, shown
from onejob.evals.report import write_report
from onejob.evals.results import write
from onejob.evals.stats import summarise
from onejob.evals.table import paired_table


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--case", action="append", default=[], metavar="ID", help="only this case (repeatable)"
    )
    parser.add_argument("--arm", action="append", default=[], metavar="A", help="only this arm (repeatable)")
    parser.add_argument("--no-cache", action="store_true", help="grade everything again")
    parser.add_argument("--skill", metavar="DIR", help="today's skill (default: the repository's payload)")
    parser.add_argument(
        "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
    )
    parser.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")
    parser.add_argument(
        "--gate",
        nargs="?",
        type=Path,
        const=Path("evals/baseline.json"),
        metavar="FILE",
        help="exit 1 when something is worse than in this accepted baseline (default: evals/baseline.json)",
    )
    parser.add_argument("--output", metavar="DIR", help="where results and report go (default: build/evals)")


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when everything could be graded, whatever the grades; with a gate, 1 when something got worse."""
    where = places(options.cases, options.recordings, options.output)
    baseline = read_baseline(options.gate) if options.gate else None
    choice = Choice(tuple(options.case), tuple(options.arm), options.skill, use_cache=not options.no_cache)
    results = grade_store(where, choice)
    results["summary"] = summarise(results)
    print(paired_table(results))
    print(f"\nresults  {shown(write(results, where.output))}")
    print(f"report   {shown(write_report(results, where.output))}")
    return 0 if baseline is None else _told(regressions(results, baseline))


def _told(found: Sequence[Regression]) -> int:
    for one in found:
        print(f"worse: {one.text}" + (f" ({one.path})" if one.path else ""), file=sys.stderr)
    if found:
        print("the gate is closed; if this is meant, accept it: onejob eval accept", file=sys.stderr)
    return 1 if found else 0
