"""`onejob eval agreement`: compare labels by hand with today's checker."""

import argparse
from pathlib import Path

from onejob.check.rule import load_rules
from onejob.evals.agreement import checked, compare, page, read_labels
from onejob.evals.places import places, shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--labels", type=Path, metavar="FILE", help="default: evals/labels/generated-files.csv"
    )
    parser.add_argument(
        "--recordings", metavar="DIR", help="folder of recordings (default: evals/recordings)"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="default: docs/agreement.md")


def run(options: argparse.Namespace) -> int:
    """Write the page; exit status 0 whatever it says."""
    where = places(None, options.recordings)
    source = options.labels or where.root / "evals" / "labels" / "generated-files.csv"
    labels = read_labels(source, load_rules())
    counts, differences = compare(labels, checked(labels, where.recordings))
    target = (options.output or where.root / "docs" / "agreement.md").absolute()
    target.write_text(page(labels, counts, differences), encoding="utf-8")
    print(shown(target))
    return 0
