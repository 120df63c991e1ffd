"""The command line of `onejob validate`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from onejob.skill import pack as packing
from onejob.skill.layout import find_root, load
from onejob.skill.report import as_json, as_text
from onejob.skill.validate import examine


def main(argv: Sequence[str]) -> int:
    """Check the skills of a folder; 0 no problems, 1 problems. Raises CannotContinueError."""
    options = _parser().parse_args(argv)
    root = options.folder or find_root(Path())
    pack = load(root, options.examples)
    if options.fix:
        for path in packing.sync(pack):
            print(f"rewrote {path}", file=sys.stderr)
        pack = load(root, options.examples)
    report = examine(pack)
    show = as_json if options.format == "json" else as_text
    print(show(report))
    return 1 if report.problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onejob validate",
        description="Check skills: frontmatter, links, code blocks, budgets, and whatever is generated. "
        "Blocks of Python in the pages of a repository are run, those of a skill folder alone are not.",
        epilog="Exit status: 0 no problems, 1 problems, 2 nothing could be examined.",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="a pack or one skill (default: found upwards)")
    parser.add_argument(
        "--fix", action="store_true", help="rewrite snippets and tables from their sources first"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--examples",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="where snippets come from; repeatable (default: examples/recipes, then examples)",
    )
    return parser
