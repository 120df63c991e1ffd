"""A problem as it is reported."""

from typing import NamedTuple


class Finding(NamedTuple):
    """Who broke which law where, and the repair. `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    rule: str
    severity: str
    layer: str
    message: str
    fix: str
    reference: str
    symbol: str = ""  # enclosing definition: part of the baseline's fingerprint, stable when lines move
