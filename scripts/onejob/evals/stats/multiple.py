"""Many tests at once."""

from collections.abc import Mapping


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p of each: the chance of even one false "difference" among all stays below the level."""
    adjusted: dict[str, float] = {}
    worst = 0.0
    for place, name in enumerate(sorted(p_values, key=lambda name: (p_values[name], name))):
        worst = max(worst, min(1.0, (len(p_values) - place) * p_values[name]))
        adjusted[name] = worst
    return adjusted
