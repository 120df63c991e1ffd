"""`onejob eval sample`: draw generated files by lot, to be labelled by hand."""

import argparse
import csv
import sys

from onejob.evals.agreement import COLUMNS
from onejob.evals.failure import EvalError
from onejob.evals.places import places
from onejob.evals.recording import load_recordings
from onejob.evals.sampling import sample


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--number", type=int, required=True, metavar="N", help="how many files")
    parser.add_argument("--seed", type=int, required=True, metavar="S", help="of the lot")
    parser.add_argument(
        "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the CSV, with an empty column for the labels, to standard output."""
    if options.number < 1:
        raise EvalError(f"--number {options.number}: at least 1")
    drawn = sample(load_recordings(places(None, options.recordings).recordings), options.number, options.seed)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((name, path, "") for name, path in drawn)
    return 0
