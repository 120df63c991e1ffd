# /// script
# requires-python = ">=3.11"
# dependencies = ["jsonschema>=4.23", "markdown-it-py>=3", "pyyaml>=6"]
# ///
"""Check the skills of this pack: `python scripts/validate.py [FOLDER]`."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("validate.py needs Python 3.11 or newer; this is " + sys.version.split()[0])
sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from onejob.skill.cli import main

raise SystemExit(main(["validate", *sys.argv[1:]]))
