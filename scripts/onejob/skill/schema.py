"""Validation against the shipped JSON Schemas (Draft 2020-12), with errors a person can act on.

Every part of a schema says `x-allowed` and `x-remedy`; the messages are made from them.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from onejob.skill.problem import Problem

SHOWN_CHARACTERS = 60


def validate(
    path: Path, values: Mapping[str, Any], lines: Mapping[tuple[str, ...], int], schema: str, check: str
) -> Iterator[Problem]:
    """Problems of `values`, which stand in `path` on the `lines` given per key path. At most one per key."""
    seen: set[tuple[str, ...]] = set()
    for error in sorted(
        _validator(schema).iter_errors(values), key=lambda error: list(map(str, error.absolute_path))
    ):
        place = tuple(map(str, error.absolute_path))
        for key, message, remedy in _explain(error):
            where = (*place, key) if key else place
            if where not in seen:
                seen.add(where)
                yield Problem(path, _line_of(where, lines), check, message, remedy)


def _explain(error: ValidationError) -> Iterator[tuple[str, str, str]]:
    """The key below the error's own path (or nothing), the message and the remedy."""
    schema: Any = error.schema
    value: Any = error.instance
    if error.validator == "required":
        for key in schema["required"]:
            if key not in value:
                rule = schema["properties"][key]
                yield key, f"the key {key} is missing", f"{rule['x-remedy']} (allowed: {rule['x-allowed']})"
    elif error.validator == "additionalProperties":
        for key in value:
            if key not in schema["properties"]:
                allowed = ", ".join(schema["properties"])
                yield key, f"unknown key {key!r}, allowed are {allowed}", schema["x-remedy"]
    else:
        name = ".".join(map(str, error.absolute_path)) or "the document"
        yield "", f"{name} is {_shown(value)}, allowed is {schema['x-allowed']}", schema["x-remedy"]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) <= SHOWN_CHARACTERS:
        return text
    length = f"{len(value)} characters" if isinstance(value, str) else f"{len(text)} characters as JSON"
    return f"{text[:SHOWN_CHARACTERS]}… ({length})"


def _line_of(place: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


@cache
def _validator(name: str) -> Draft202012Validator:
    text = resources.files("onejob.skill").joinpath("schemas", name).read_text(encoding="utf-8")
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
