"""What several commands' command lines share."""

import argparse
import os
import sys
from collections.abc import Iterable

from onejob.check.rule import rule_names


def parser(command: str, description: str, examples: str) -> argparse.ArgumentParser:
    """A parser whose --help ends with examples."""
    return argparse.ArgumentParser(
        prog=f"onejob {command}",
        description=description,
        epilog=f"examples:\n{examples}",
        formatter_class=_formatter,
        allow_abbrev=False,
    )


def _formatter(prog: str) -> argparse.HelpFormatter:
    """With a fixed width: asking the terminal for its own would import `shutil` on every check."""
    return argparse.RawDescriptionHelpFormatter(prog, width=110)


def add_paths(arguments: argparse.ArgumentParser) -> None:
    """Files and folders; by default the working directory."""
    arguments.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (default: .)")


def rule_list(text: str) -> list[str]:
    """Rule names by commas, each checked."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        require_rule(name)
    return names


def require_rule(name: str) -> str:
    """A rule's name; underscores are as good as hyphens.

    Raises:
        argparse.ArgumentTypeError: there is no such rule; the nearest one is named.
    """
    if name not in rule_names():
        import difflib

        close = difflib.get_close_matches(name, rule_names(), n=1)
        hint = f"did you mean {close[0]!r}?" if close else "`onejob rules` lists them"
        raise argparse.ArgumentTypeError(f"there is no rule {name!r}; {hint}")
    return name


def processes(text: str) -> int:
    """A number of processes.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of processes; write 1 or more, or leave it out"
        )
    return int(text)


def flat(lists: Iterable[list[str]] | None) -> frozenset[str]:
    """`--select a,b --select c` -> all three."""
    return frozenset(name for names in lists or () for name in names)


def complain(message: object) -> int:
    """Says on stderr what went wrong.

    Returns:
        2, the exit status for "could not do it".
    """
    print(f"onejob: {message}", file=sys.stderr)
    return 2


def nothing_below(paths: Iterable[str]) -> str:
    """The sentence for folders without Python files."""
    where = ", ".join(os.path.abspath(path) for path in paths)
    return f"there is no Python file below {where}: name the folder that holds the application's code"


def missing(path: object) -> str:
    """The sentence for a path that does not exist."""
    return f"{path} does not exist (working directory: {os.getcwd()})"
