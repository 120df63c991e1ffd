"""Numbers as people read them. A minus is a minus sign; what is not known is a dash."""

from collections.abc import Sequence

DASH = "\N{EN DASH}"
NO_SPREAD = "no spread"
MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


def value(number: float | None, unit: str) -> str:
    """A level: a share in percent, a rate with one digit, a count without."""
    if number is None:
        return DASH
    if unit == "share":
        return f"{_trimmed(100 * number)} %"
    return f"{number:,.1f}" if unit == "rate" else f"{number:,.0f}"


def difference(number: float | None, unit: str) -> str:
    """A signed difference: percentage points for shares."""
    if number is None:
        return DASH
    shown = 100 * number if unit == "share" else number
    text = f"{shown:+.0f}" if unit == "count" else f"{shown:+.1f}"
    return "0" if float(text) == 0 else text.replace("-", MINUS)


def interval(ends: Sequence[float] | None, unit: str) -> str:
    """Both ends of an interval, signed. Cases that all agree have no spread to make one from."""
    if not ends:
        return DASH
    return (
        "no spread" if ends[0] == ends[1] else f"{difference(ends[0], unit)} to {difference(ends[1], unit)}"
    )


def times(number: float | None) -> str:
    """A ratio."""
    return DASH if number is None else f"{TIMES}{number:.2f}" if number < 100 else f"{TIMES}{number:.3g}"


def times_interval(ends: Sequence[float] | None) -> str:
    """Both ends of a ratio's interval."""
    if not ends:
        return DASH
    return NO_SPREAD if ends[0] == ends[1] else f"{times(ends[0])} to {times(ends[1])}"


def p_value(p: float | None) -> str:
    """p with the digits it deserves."""
    if p is None:
        return DASH
    return "< 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def unit_name(unit: str, number: float | None = None) -> str:
    """What a difference is counted in."""
    if unit == "share":
        return "point" if number is not None and abs(round(100 * number, 1)) == 1 else "points"
    return "per 1000 lines" if unit == "rate" else ""


def count(number: int, one: str, many: str = "") -> str:
    """`1 run`, `2 runs`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _trimmed(number: float) -> str:
    return f"{number:.0f}" if abs(number - round(number)) < 0.05 else f"{number:.1f}"
