"""Facts as the plain tuples that `marshal` knows, and back."""

import marshal
from typing import Any
from onejob.check.reading.facts import (
    Import,
    Parameter,
    Signature,
    Field,
    Class,
    Call,
    Local,
    Assignment,
    Raise,
    RowReturn,
    Scope,
    Suppression,
    Facts,
)


def encode(facts: Facts) -> Any:
    """Facts as plain tuples: `marshal` knows no others."""
    return _plain(Facts, facts)


def decode(raw: Any) -> Facts:
    """Facts from the plain tuples that `marshal` gives back."""
    return _build(Facts, raw)  # type: ignore[no-any-return]


def facts_of(data: bytes) -> Facts:
    """Facts as an analysis keeps them."""
    return decode(marshal.loads(data))  # noqa: S302  (made by this checker: see cache.py)


def _plain(kind: type[Any], value: Any) -> Any:
    values = list(value)
    for position, inner in _NESTED[kind]:
        nested = _NESTED[inner]
        values[position] = tuple(
            [_plain(inner, item) if nested else tuple(item) for item in values[position]]
        )
    return tuple(values)


def _build(kind: type[Any], raw: Any) -> Any:
    values = list(raw)
    for position, inner in _NESTED[kind]:
        if _NESTED[inner]:
            values[position] = tuple([_build(inner, item) for item in values[position]])
        else:
            values[position] = tuple([_new(inner, item) for item in values[position]])
    return _new(kind, values)


_new = tuple.__new__


_TYPES = (
    Import,
    Parameter,
    Signature,
    Field,
    Class,
    Call,
    Local,
    Assignment,
    Suppression,
    Scope,
    Raise,
    RowReturn,
    Facts,
)


_NESTED: dict[type[Any], list[tuple[int, type[Any]]]] = {
    kind: [
        (position, hint.__args__[0])
        for position, hint in enumerate(kind.__annotations__.values())
        if getattr(hint, "__args__", ()) and hint.__args__[0] in _TYPES
    ]
    for kind in _TYPES
}
