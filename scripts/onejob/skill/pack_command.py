"""The command line of `onejob pack`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from onejob.skill import pack as packing
from onejob.skill.layout import find_root, load
from onejob.skill.report import as_text


def main(argv: Sequence[str]) -> int:
    """Build the payload and the `.skill` files; with --check only compare. Raises CannotContinueError or ProblemError."""
    options = _parser().parse_args(argv)
    root = options.folder or find_root(Path())
    pack = load(root)
    if options.check:
        report = packing.check(pack)
        print(as_text(report))
        return 1 if report.problems else 0
    packing.refuse_broken(pack)
    for path in packing.sync(pack):
        print(f"rewrote {path}", file=sys.stderr)
    for path in packing.build(load(root)):
        print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onejob pack",
        description="Rewrite snippets and tables, build skills/<name>/ from the root SKILL.md, zip every skill.",
        epilog="Exit status: 0 built (or up to date), 1 --check found a difference, 2 could not build.",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="the pack's repository (default: found upwards)")
    parser.add_argument("--check", action="store_true", help="write nothing, report what is out of date")
    return parser
