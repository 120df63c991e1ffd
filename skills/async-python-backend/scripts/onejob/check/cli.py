"""The checker's commands: `check` (the default), `explain`, `rules`, `layers`, `init`, `baseline`."""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from onejob.check.commands.streams import prepare

# Command -> the module whose `main(argv)` serves it; imported only when asked for.
COMMANDS = {
    "check": "onejob.check.commands.check",
    "explain": "onejob.check.commands.explain",
    "rules": "onejob.check.commands.rules",
    "layers": "onejob.check.commands.layers",
    "init": "onejob.check.commands.init",
    "baseline": "onejob.check.commands.baseline",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; words that name none are paths to check.

    Returns:
        0 clean or answered, 1 findings, 2 could not do it.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    command = words.pop(0) if words and words[0] in COMMANDS else "check"
    prepare()
    gc.disable()  # a short life with many small objects: looking for cycles among them costs more than they do
    try:
        return int(import_module(COMMANDS[command]).main(words))
    except KeyboardInterrupt:
        return 130
    finally:
        gc.freeze()  # neither now nor at the end of the process
        gc.enable()
