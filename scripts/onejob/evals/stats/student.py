"""Student's t distribution: what an interval over few cases needs."""

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p

_TINY = 1e-300


def t_cdf(t: float, freedom: float) -> float:
    """P(T <= t) with `freedom` degrees of freedom."""
    tail = 0.5 * _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
    return tail if t < 0 else 1 - tail


@lru_cache
def t_quantile(probability: float, freedom: float) -> float:
    """The t below which T lies with `probability` (between 0 and 1, both excluded)."""
    if not 0 < probability < 1:
        raise ValueError(f"a probability lies between 0 and 1, not {probability}")
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    low, high = 0.0, 1.0
    while t_cdf(high, freedom) < probability:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function, by its continued fraction."""
    if x in {0.0, 1.0}:
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front * _continued_fraction(a, b, x) / a


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Modified Lentz; a few dozen terms reach the last digit for every a, b and x used here."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    value, before = d, inf
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            value *= c * d
        if abs(value - before) < 1e-16 * abs(value):
            break
        before = value
    return value


def _apart(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
