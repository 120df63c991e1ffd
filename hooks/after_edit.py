# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""`onejob hook` from the plugin's folder: nothing needs to be installed, nothing is written beside it.

Called as `python3 -I -S`: what lies in the project or in site-packages can neither change nor slow it.
"""

import gc
import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (a system's `python3` may be older than the project's)
    import shutil

    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        program = shutil.which(name)
        if program and not os.environ.get("ONEJOB_HOOK_PYTHON"):
            os.environ["ONEJOB_HOOK_PYTHON"] = program
            os.execv(program, [program, "-I", "-S", os.path.abspath(__file__)])  # noqa: S606
    sys.stdout.write(
        '{"systemMessage": "onejob could not check this edit: it needs Python 3.11 or newer as python3"}\n'
    )
    raise SystemExit(0)
gc.disable()  # a process of a tenth of a second has nothing to collect
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "scripts"))

from onejob.hook.cli import run_from_folder  # noqa: E402

if __name__ == "__main__":
    status = run_from_folder()
    sys.stdout.flush()
    os._exit(status)  # taking a whole check's objects apart one by one would cost as much as reading the file
