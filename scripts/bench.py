# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""How long a check takes, on a tree you name: medians, peak memory, and ratios to installed peers run in the same call."""

import sys

sys.dont_write_bytecode = True
sys.path.insert(0, __file__.rsplit("/", 1)[0] if "/" in __file__ else ".")

from onejob.check.benchmark import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
