# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Write a feature through all layers: `python scripts/new_feature.py NAME`."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (it is here for whoever runs it with an older one)
    sys.stderr.write(
        "new_feature.py needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + "\n"
    )
    raise SystemExit(2)
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from onejob.skill.cli import main

raise SystemExit(main(["new", *sys.argv[1:]]))
