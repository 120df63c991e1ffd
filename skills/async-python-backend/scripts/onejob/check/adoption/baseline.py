"""The baseline: findings a team accepts for now. It only shrinks, and it does not know line numbers."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from onejob.check.configuration.config_file import ConfigError
from onejob.check.finding import Finding
from onejob.check.result import BASELINE as NAME

VERSION = 1


__all__ = ["NAME", "Fingerprint", "Held", "counted", "fingerprint", "hold", "read", "write"]


class Fingerprint(NamedTuple):
    """What stays the same when lines move. `path` is POSIX, relative to the project's root."""

    rule: str
    path: str
    symbol: str


class Held(NamedTuple):
    """Findings split by a baseline: what is new, how many it holds back, and which of its entries are gone."""

    new: list[Finding]
    held: int
    gone: dict[Fingerprint, int]


def fingerprint(item: Finding, root: str) -> Fingerprint:
    """The fingerprint of a finding whose path is relative to the working directory."""
    return Fingerprint(item.rule, os.path.relpath(item.path, root).replace(os.sep, "/"), item.symbol)


def counted(findings: Iterable[Finding], root: str) -> Counter[Fingerprint]:
    """How often each fingerprint occurs."""
    return Counter(fingerprint(item, root) for item in findings)


def hold(findings: Iterable[Finding], baseline: Counter[Fingerprint], root: str) -> Held:
    """Splits findings; of several alike the last ones are new when there are more than accepted."""
    left = Counter(baseline)
    new: list[Finding] = []
    for item in findings:
        key = fingerprint(item, root)
        if left[key] > 0 and item.rule != "cannot-parse":
            left[key] -= 1
        else:
            new.append(item)
    return Held(new, baseline.total() - left.total(), {key: count for key, count in left.items() if count})


def read(path: str) -> Counter[Fingerprint]:
    """A baseline file; an absent one is empty.

    Raises:
        ConfigError: it is not a baseline.
    """
    try:
        with open(path, encoding="utf-8") as stream:
            document = json.load(stream)
        return Counter(dict(_entry(item) for item in _entries(document)))
    except FileNotFoundError:
        return Counter()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ConfigError(
            f"{path}: is not a baseline ({type(error).__name__}: {error}); restore it from version control, "
            "or delete it and write it again with `onejob baseline`"
        ) from error


def _entries(document: Any) -> list[Any]:
    if document["version"] != VERSION:
        raise ValueError(f"version is {document['version']!r}, this onejob reads {VERSION}")
    entries: list[Any] = document["findings"]
    return entries


def _entry(item: Any) -> tuple[Fingerprint, int]:
    key = Fingerprint(item["rule"], item["path"], item["symbol"])
    if not all(isinstance(part, str) for part in key) or type(item["count"]) is not int or item["count"] < 1:
        raise ValueError(f"unusable entry {item!r}")
    return key, item["count"]


def write(path: str, baseline: Counter[Fingerprint]) -> None:
    """Replaces the file in one step.

    Raises:
        OSError: it cannot be written.
    """
    entries = [{**key._asdict(), "count": count} for key, count in sorted(baseline.items()) if count > 0]
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "w", encoding="utf-8") as stream:
        json.dump({"version": VERSION, "findings": entries}, stream, indent=1, ensure_ascii=True)
        stream.write("\n")
    os.replace(temporary, path)
