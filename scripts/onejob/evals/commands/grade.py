"""`onejob eval`: grade everything recorded, print the paired table, write results and report."""

import argparse

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
    parser.add_argument("--output", metavar="DIR", help="where results and report go (default: build/evals)")


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when everything could be graded, whatever the grades."""
    where = places(options.cases, options.recordings, options.output)
    choice = Choice(tuple(options.case), tuple(options.arm), options.skill, use_cache=not options.no_cache)
    results = grade_store(where, choice)
    results["summary"] = summarise(results)
    print(paired_table(results))
    print(f"\nresults  {shown(write(results, where.output))}")
    print(f"report   {shown(write_report(results, where.output))}")
    return 0
