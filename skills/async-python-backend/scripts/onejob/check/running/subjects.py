"""Where the subject of a project rule is: only those in the asked files are counted."""

from collections.abc import Iterable
from typing import Any

from onejob.check.project.file import File

_NAMES = ("file", "importer", "found", "place", "owner")


def path_of(subject: Any) -> str:
    """The path of the file that a subject belongs to; "" for one that belongs to no single file."""
    if isinstance(subject, File):
        return subject.path
    for name in _NAMES:
        inner = getattr(subject, name, None)
        if inner is not None and (found := path_of(inner)):
            return found
    return _first(subject) if isinstance(subject, tuple) else ""  # a cycle belongs to several files


def _first(parts: Iterable[Any]) -> str:
    return next((found for part in parts if isinstance(part, tuple | File) and (found := path_of(part))), "")
