"""Schema versions of recording.json. Recordings are never rewritten: an old one is brought up to date while it is read."""

from collections.abc import Callable
from typing import Any

CURRENT = 2
Document = dict[str, Any]


def upgraded(data: Any) -> Any:
    """The document in today's form. What is no document, or of an unknown version, is left for the schema to name."""
    while isinstance(data, dict) and (step := _STEPS.get(_version(data))):
        data = step(data)
    return data


def too_new(data: object) -> str | None:
    """Why nothing of this version can be read here, or None."""
    if isinstance(data, dict) and _version(data) > CURRENT:
        return (
            f": schema_version {data['schema_version']} is newer than this onejob reads (up to {CURRENT}); "
            "update onejob"
        )
    return None


def _version(data: Document) -> int:
    version = data.get("schema_version")
    return version if isinstance(version, int) and not isinstance(version, bool) else 0


def _with_evidence(data: Document) -> Document:
    """Version 1 knew no failed attempts, and nothing of what the client said about itself."""
    return {**data, "schema_version": 2, "attempts": [], "evidence": dict(NO_EVIDENCE)}


# What nobody watched is unknown, and says so.
NO_EVIDENCE: Document = {
    "isolation": None,
    "arguments": [],
    "skills_listed": None,
    "denied": [],
    "requests": None,
}
_STEPS: dict[int, Callable[[Document], Document]] = {1: _with_evidence}
