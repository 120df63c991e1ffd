"""`onejob eval …`: the command line of the evals."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import FrameType

from onejob.evals.failure import EvalError

# Subcommand → module with `arguments(parser)` and `run(options) -> int`. Plain `onejob eval` is `grade`.
COMMANDS = {
    "grade": ("onejob.evals.commands.grade", "grade every recorded run and write the report (the default)"),
    "list": ("onejob.evals.commands.listing", "cases, and how many recordings each has per arm"),
    "accept": ("onejob.evals.commands.accept", "take the last results as what must not get worse"),
    "sample": ("onejob.evals.commands.sample", "draw generated files by lot, to be labelled by hand"),
    "agreement": ("onejob.evals.commands.agreement", "compare labels by hand with today's checker"),
    "prompt": ("onejob.evals.commands.prompt", "what an agent is given in a case, word for word"),
    "solutions": ("onejob.evals.commands.solutions", "prove that each case can be won and can be lost"),
    "import": (
        "onejob.evals.commands.importing",
        "make a recording from a folder an AI coding agent worked in",
    ),
    "record": (
        "onejob.evals.commands.watched",
        "record an agent that you start yourself: prepare, watch, import",
    ),
    "run": ("onejob.evals.commands.live", "have an agent work on cases now, and record it"),
    "merge": ("onejob.evals.commands.merging", "bring the recordings of several shards together"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: `eval` and its arguments; None reads the process's.

    Returns:
        0, 1 when a gate failed, 2 when something could not be done.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["eval"]:
        words = words[1:]
    name = words.pop(0) if words and words[0] in COMMANDS else "grade"
    module = import_module(COMMANDS[name][0])
    options = _parser(name, module.arguments, getattr(module, "EXAMPLES", "")).parse_args(words)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return int(module.run(options))
    except EvalError as error:
        print(f"onejob eval: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("onejob eval: interrupted; everything started was stopped", file=sys.stderr)
        return 130


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser(
    name: str, arguments: Callable[[argparse.ArgumentParser], None], examples: str
) -> argparse.ArgumentParser:
    listed = "\n".join(f"  onejob eval {other:<10} {COMMANDS[other][1]}" for other in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="onejob eval" if name == "grade" else f"onejob eval {name}",
        description=COMMANDS[name][1].capitalize() + ".",
        epilog=(f"examples:\n{examples}\n" if examples else "") + f"commands:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments(parser)
    return parser
