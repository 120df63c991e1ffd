# /// script
# requires-python = ">=3.11"
# dependencies = ["jsonschema>=4.23", "markdown-it-py>=3", "pyyaml>=6"]
# ///
"""Build what gets installed: `python scripts/build_pack.py [--check]`."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("build_pack.py needs Python 3.11 or newer; this is " + sys.version.split()[0])
sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from onejob.skill.cli import main

raise SystemExit(main(["pack", *sys.argv[1:]]))
