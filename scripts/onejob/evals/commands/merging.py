"""`onejob eval merge DIR …`: bring the stores of several shards together."""

import argparse
from pathlib import Path

from onejob.evals.places import places, shown
from onejob.evals.store import merge

EXAMPLES = """\
  onejob eval run --agent claude --trials 5 --shard 1/2 --recordings part-1    on one machine
  onejob eval run --agent claude --trials 5 --shard 2/2 --recordings part-2    on another
  onejob eval merge part-1 part-2 --recordings all && onejob eval --recordings all
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("stores", nargs="+", type=Path, metavar="DIR", help="folders of recordings")
    parser.add_argument(
        "--recordings", metavar="DIR", help="the store to copy them into (default: evals/recordings)"
    )


def run(options: argparse.Namespace) -> int:
    """Exit status 0 once every recording is in the store; nothing that is there is ever replaced."""
    where = places(None, options.recordings)
    for source in options.stores:
        copied, there = merge(source.absolute(), where.recordings)
        print(f"{shown(source)}: {copied} copied, {there} were there already")
    return 0
