"""JSON Schema errors as sentences: file, line, key, value, allowed values, nearest name."""

import json
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from onejob.evals.places import schema_path

Where = Callable[[tuple[str | int, ...]], str]


def problems(name: str, data: object, where: Where = lambda _: "") -> list[str]:
    """Everything in which `data` departs from the shipped schema `name`, one sentence each.

    Args:
        name: schema name, as in `case` for `case.schema.json`.
        data: the parsed document.
        where: turns a path inside the document into a position to print, such as `:12`.
    """
    errors = sorted(
        _validator(name).iter_errors(data), key=lambda error: [str(step) for step in error.absolute_path]
    )
    return [text for error in errors for text in _sentences(error, where)]


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_path(name).read_text(encoding="utf-8")))


def _sentences(error: Any, where: Where) -> Iterator[str]:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        yield from _unknown_keys(error, path, where)
        return
    key = _dotted(path)
    yield f"{where(path)}: {key + ': ' if key else ''}{_explained(error)}"


def _unknown_keys(error: Any, path: tuple[str | int, ...], where: Where) -> Iterator[str]:
    allowed = sorted(error.schema.get("properties", {}))
    for key in error.instance:
        if key in allowed:
            continue
        near = get_close_matches(str(key), allowed, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        inside = f" in {_dotted(path)}" if path else ""
        yield f"{where((*path, key))}: unknown key {key!r}{inside}{hint} (allowed: {', '.join(allowed) or 'none'})"


def _explained(error: Any) -> str:
    value = _short(error.instance)
    rule: Any = error.validator_value
    match error.validator:
        case "enum":
            return f"{value} is not allowed; allowed: {', '.join(map(str, rule))}"
        case "const":
            return f"{value} is not allowed; it must be {rule!r}"
        case "type":
            return f"{value} has the wrong type; it must be {' or '.join([rule] if isinstance(rule, str) else rule)}"
        case "required":
            missing = [key for key in rule if key not in error.instance]
            return f"missing key{'s' if len(missing) > 1 else ''} {', '.join(map(repr, missing))}"
        case "pattern":
            return f"{value} does not match {rule} ({error.schema.get('description', 'see the schema')})"
        case "minLength" | "minItems" | "minProperties":
            return f"{value} is too short"
    return str(error.message)


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def _short(value: object, limit: int = 80) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
