"""When two requests to a model are the same: equal once what changes by itself is taken out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onejob.evals.model.http import Request
from onejob.evals.tree import fingerprint, sha256

# Who asks, from which session: no part of the question.
_IDENTITY = frozenset({"metadata", "client_metadata", "prompt_cache_key", "user", "safety_identifier"})
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_CHANGING = [
    (re.compile(pattern), word)
    for pattern, word in (
        (r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])", "<id>"),
        (r"\b(?:ses|msg|prt|tool)_[0-9a-zA-Z]{20,}\b", "<id>"),
        (r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", "<date>"),
        (rf"\b(?:{_DAY},? )?{_MONTH} {{1,2}}\d{{1,2}},? (?:\d{{4}}|\d\d:\d\d)\b", "<date>"),
        (r"\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b", "<time>"),
        (r"\b\d+(?:\.\d+)? ?(?:s|ms|secs?|seconds?)\b", "<duration>"),
        (r"\bChunk ID: [0-9a-f]+", "<chunk>"),
        (r"\b0x[0-9a-f]{6,16}\b", "<address>"),
        (r"\bOS Version: [^\n\"\\]+", "<system>"),
    )
]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A request by what it asks.

    Attributes:
        parts: what it consists of (`model`, `tools`, `messages[3]` …), each hashed: so a difference can be named.
    """

    path: str
    parts: Mapping[str, str]

    @property
    def key(self) -> str:
        """The same for requests that are the same."""
        return fingerprint([self.path, dict(self.parts)])

    def differences(self, other: "Likeness") -> list[str]:
        """The names of the parts in which they differ."""
        if self.path != other.path:
            return ["path"]
        names = [*self.parts, *(name for name in other.parts if name not in self.parts)]
        return [name for name in names if self.parts.get(name) != other.parts.get(name)]


def likeness(request: Request) -> Likeness:
    """What the request asks."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = request.body.decode("utf-8", "replace")
    return Likeness(request.path, {name: _hash(part) for name, part in _parts(body)})


def steady(text: str) -> str:
    """The text without what changes by itself: dates, times, durations, ids."""
    for pattern, word in _CHANGING:
        text = pattern.sub(word, text)
    return text


def _parts(body: Any) -> list[tuple[str, Any]]:
    if not isinstance(body, dict):
        return [("body", body)]
    found: list[tuple[str, Any]] = []
    for name in sorted(body.keys() - _IDENTITY):
        part = body[name]
        if isinstance(part, list):
            found += [(f"{name}[{index}]", item) for index, item in enumerate(part)]
        else:
            found.append((name, part))
    return found


def _hash(part: Any) -> str:
    return sha256(steady(json.dumps(part, sort_keys=True, ensure_ascii=False)).encode())[:16]
