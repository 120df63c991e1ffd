"""`onejob baseline`: accept today's findings; from then on only new ones fail, and the file only shrinks."""

import os
from collections import Counter
from collections.abc import Sequence

from onejob.check.adoption import baseline
from onejob.check.adoption.baseline import Fingerprint
from onejob.check.formats.text import counted
from onejob.check.running.cache import folder_for
from onejob.check.commands.options import add_paths, complain, missing, parser
from onejob.check.configuration.config_file import ConfigError, find_config
from onejob.check.run import Request, run

EXAMPLES = """\
  onejob baseline src               accept what is found today; later: drop what has been repaired
  onejob baseline --allow-growth    also accept findings that are new since then
  onejob baseline --check           fail when entries are gone: the file should be smaller

exit status: 0 written or in order, 1 new findings (or gone entries with --check), 2 could not do it"""


def main(argv: Sequence[str]) -> int:
    """Writes or checks the baseline."""
    arguments = parser("baseline", f"Accept today's findings in {baseline.NAME}.", EXAMPLES)
    add_paths(arguments)
    arguments.add_argument("--allow-growth", action="store_true", help="accept findings that are new")
    arguments.add_argument("--check", action="store_true", help="write nothing")
    options = arguments.parse_args(argv)
    if options.check and options.allow_growth:
        return complain(
            "--check writes nothing, so there is nothing for --allow-growth to allow: leave one of them out"
        )
    try:
        return _baseline(options.paths or ["."], options.allow_growth, options.check)
    except FileNotFoundError as error:
        return complain(missing(error))
    except (ConfigError, OSError) as error:
        return complain(error)


def _baseline(paths: list[str], allow_growth: bool, only_check: bool) -> int:
    file = find_config(paths)
    path = os.path.join(file.root, baseline.NAME)
    existed = os.path.exists(path)
    before = baseline.read(path)
    result = run(Request(paths, cache=folder_for(file.root)), file)
    if result.vacuous or result.summary.unparsed:
        return complain(
            result.vacuous or "some files could not be checked: repair them first (`onejob check`)"
        )
    now = baseline.counted(result.findings, file.root)
    asked = [os.path.relpath(item, file.root).replace(os.sep, "/") for item in paths]
    outside = Counter({key: count for key, count in before.items() if not _below(key.path, asked)})
    gone = before - outside - now
    new = now - before
    _report(gone, new)
    if only_check:
        return int(bool(gone or new))
    accepted = now if allow_growth or not existed else now & before
    baseline.write(path, accepted + outside)
    total = (accepted + outside).total()
    print(
        f"{os.path.relpath(path)}: {counted(total, 'finding')} accepted{'' if total else '; you can delete the file'}"
    )
    return int(existed and bool(new) and not allow_growth)


def _below(path: str, asked: list[str]) -> bool:
    return any(item == "." or path == item or path.startswith(f"{item}/") for item in asked)


def _report(gone: "Counter[Fingerprint]", new: "Counter[Fingerprint]") -> None:
    for word, entries in (("gone", gone), ("new", new)):
        for key, count in sorted(entries.items())[:20]:
            print(
                f"{word}: {key.rule} in {key.path} {key.symbol}".rstrip()
                + (f" ({count})" if count > 1 else "")
            )
        if len(entries) > 20:
            print(f"{word}: and {len(entries) - 20} more")
