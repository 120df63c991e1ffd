"""Where compiled modules go when the checker runs from a copied folder: never beside it, never into the project."""

import os
import sys


def redirect() -> None:
    """Keeps bytecode in the user's cache folder: compiling every rule again costs more than checking a small project.

    Where that folder cannot be written, or bytecode is switched off (`-B`), none is written.
    """
    if sys.flags.dont_write_bytecode or sys.pycache_prefix:
        return
    folder = os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser(os.path.join("~", ".cache")), "onejob"
    )
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return
    if os.path.isabs(folder) and os.access(folder, os.W_OK):
        sys.pycache_prefix = folder
        sys.dont_write_bytecode = False


def main() -> int:
    """The checker's command line, its bytecode redirected first."""
    import argparse  # noqa: F401  (the standard library's own bytecode is where it always was)
    import typing  # noqa: F401

    redirect()
    from onejob.check.cli import main as run

    return run()
