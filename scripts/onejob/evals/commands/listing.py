"""`onejob eval list`: what there is."""

import argparse
from collections import Counter

from onejob.evals.case import load_cases
from onejob.evals.places import places
from onejob.evals.recording import load_recordings


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
    )
    parser.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")


def run(options: argparse.Namespace) -> int:
    """One line per case: id, kind, recordings per arm, title."""
    where = places(options.cases, options.recordings)
    cases = load_cases(where.cases)
    recordings = load_recordings(where.recordings) if where.recordings.is_dir() else []
    count = Counter((recording.case, recording.arm) for recording in recordings)
    arms = sorted({arm for _, arm in count})
    rows = [["case", "kind", *arms, "title"]]
    rows += [[case.id, case.kind, *(str(count[case.id, arm]) for arm in arms), case.title] for case in cases]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0
