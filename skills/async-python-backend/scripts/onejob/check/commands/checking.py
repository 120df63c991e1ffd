"""One check: its result, and what is left of a result for the report."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from onejob.check.commands.options import flat
from onejob.check.commands.progress import Counter
from onejob.check.configuration.config_file import ConfigFile
from onejob.check.result import BASELINE, Result
from onejob.check.run import Request, run
from onejob.check.running.cache import folder_for

if TYPE_CHECKING:  # only repairs need it
    from onejob.check.adoption.fixing import Repairs


class Checked(NamedTuple):
    """Everything that was found; `narrow` leaves of a result what is reported: what is new, what no baseline holds back."""

    request: Request
    file: ConfigFile
    result: Result
    narrow: Callable[[Result], Result]


def checked(options: argparse.Namespace, file: ConfigFile) -> Checked:
    """Checks what the command line asks for.

    Raises:
        FileNotFoundError: a path does not exist.
        ConfigError: the configuration or the baseline cannot be used.
        GitError: git cannot say what changed.
    """
    request = _request(options, file)
    result = _run(request, file)
    return Checked(request, file, result, _narrowing(options, result, request, file))


def repaired(found: Checked) -> Result:
    """Repairs what is reported, and checks again.

    Raises:
        OSError: a file cannot be written.
    """
    from onejob.check.adoption import fixing
    from onejob.check.formats.text import counted

    repairs = _repairs(found)
    written = fixing.write(repairs.files)
    print(f"repaired {counted(repairs.cured, 'finding')} in {counted(written, 'file')}", file=sys.stderr)
    return _run(found.request, found.file) if written else found.result


def differences(found: Checked) -> Iterator[str]:
    """What `repaired` would do, as the lines of a unified diff."""
    import difflib

    for path, before, after in _repairs(found).files:
        old, new = (data.decode("utf-8", "backslashreplace").splitlines() for data in (before, after))
        yield from difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")


def _repairs(found: Checked) -> "Repairs":
    from onejob.check.adoption import fixing
    from onejob.check.configuration.config import parse_config

    def check(texts: Mapping[str, bytes]) -> Result:
        return _run(found.request._replace(unsaved=texts), found.file)

    return fixing.repairs(check, found.result, found.narrow, parse_config(found.file))


def _request(options: argparse.Namespace, file: ConfigFile) -> Request:
    cache = "" if options.no_cache else folder_for(file.root)
    paths, unsaved = options.paths or ["."], {}
    if options.stdin_filename:
        paths = [options.stdin_filename]
        unsaved = {os.path.abspath(options.stdin_filename): sys.stdin.buffer.read()}
    return Request(paths, flat(options.select), flat(options.ignore), options.jobs, cache, unsaved)


def _run(request: Request, file: ConfigFile) -> Result:
    progress = Counter()
    try:
        return run(request, file, progress)
    finally:
        progress.clear()


def _narrowing(
    options: argparse.Namespace, result: Result, request: Request, file: ConfigFile
) -> Callable[[Result], Result]:
    def held(found: Result) -> Result:
        return found if options.no_baseline else _held(found, file.root)

    if not options.changed:
        return held
    from onejob.check.adoption.changed import since

    earlier = since(options.changed, result, request, file.root, lambda then: _run(then, file))
    return lambda found: held(earlier.new_in(found))


def _held(result: Result, root: str) -> Result:
    path = os.path.join(root, BASELINE)
    if not result.findings or not os.path.exists(path):
        return result
    from onejob.check.adoption.baseline import hold, read

    split = hold(result.findings, read(path), root)
    return result.only(split.new, split.held)
