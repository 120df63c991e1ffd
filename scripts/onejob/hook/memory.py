"""What a file's findings were after its last edit in a session: for clients that do not tell the earlier text.

One small file per session below the user's cache folder. It is never needed: without it a message says less.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator

from onejob.check.running.cache import digest

Key = tuple[str, str, str]
_KEPT_SECONDS = 7 * 24 * 3600


def folder() -> str:
    """Where hooks keep what may be lost: never in the user's project, which did not ask for it."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser(os.path.join("~", ".cache"))
    return os.path.join(cache, "onejob", "hook")


def recall(session: str, path: str) -> Counter[Key] | None:
    """The findings of a file after its last edit in this session; None when there was none."""
    known = _load(_file(session)).get(path)
    if not isinstance(known, list):
        return None
    try:
        return Counter({(str(rule), str(symbol), str(words)): int(n) for rule, symbol, words, n in known})
    except (TypeError, ValueError):
        return None


def remember(session: str, path: str, findings: Counter[Key]) -> None:
    """Keep them; what cannot be written is not remembered."""
    if not session:
        return
    file = _file(session)
    known = _load(file)
    rows = [[*key, count] for key, count in sorted(findings.items())]
    if known.get(path) == rows:
        return
    temporary = f"{file}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as stream:
            json.dump({**known, path: rows}, stream)
        os.replace(temporary, file)
        if len(known) == 0:
            _forget_old(os.path.dirname(file))
    except OSError:
        return


def _file(session: str) -> str:
    return os.path.join(folder(), "sessions", digest(session.encode("utf-8", "replace")).hex() + ".json")


def _load(file: str) -> dict[str, object]:
    try:
        with open(file, encoding="utf-8") as stream:
            known = json.load(stream)
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _forget_old(place: str) -> None:
    for entry in _old(place, time.time() - _KEPT_SECONDS):
        os.remove(entry)


def _old(place: str, oldest: float) -> Iterator[str]:
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.stat().st_mtime < oldest:
                yield entry.path
