# /// script
# requires-python = ">=3.11"
# dependencies = ["jsonschema>=4.23", "pyyaml>=6", "rich>=15"]
# ///
"""`onejob eval` for a checkout in which nothing is installed as a package."""

import sys

sys.dont_write_bytecode = True
if sys.version_info < (3, 11):  # noqa: UP036 (a copied folder meets old interpreters)
    raise SystemExit("run_evals.py needs Python 3.11 or newer; this is " + sys.version.split()[0])
sys.path.insert(0, __file__.rpartition("/")[0] or ".")

from onejob.evals.cli import main

if __name__ == "__main__":
    raise SystemExit(main(["eval", *sys.argv[1:]]))
