# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""`onejob hook` from the plugin's folder: nothing needs to be installed, nothing is written beside it."""

import os
import shutil
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (a system's `python3` may be older than the project's)
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        program = shutil.which(name)
        if program and not os.environ.get("ONEJOB_HOOK_PYTHON"):
            os.environ["ONEJOB_HOOK_PYTHON"] = program
            os.execv(program, [program, os.path.abspath(__file__)])  # noqa: S606
    sys.stdout.write(
        '{"systemMessage": "onejob could not check this edit: it needs Python 3.11 or newer as python3"}\n'
    )
    raise SystemExit(0)
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "scripts"))

from onejob.hook.cli import run_from_folder  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(run_from_folder())
