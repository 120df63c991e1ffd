"""Intervals: of a mean over cases, and of a share of runs."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev

from onejob.evals.stats.student import t_quantile

Interval = tuple[float, float]
CONFIDENCE = 0.95


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval | None:
    """t interval of the mean; None below two values. One value per case makes it an interval clustered by case."""
    if len(values) < 2:
        return None
    half = t_quantile(0.5 + confidence / 2, len(values) - 1) * stdev(values) / sqrt(len(values))
    middle = fmean(values)
    return middle - half, middle + half


def wilson_interval(successes: int, trials: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Wilson score interval of a share; None without trials. Honest at 0 of n and n of n, unlike the textbook one."""
    if not trials:
        return None
    z2 = NormalDist().inv_cdf(0.5 + confidence / 2) ** 2
    share = successes / trials
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = sqrt(z2 * (share * (1 - share) / trials + z2 / (4 * trials**2))) / (1 + z2 / trials)
    return max(0.0, centre - half), min(1.0, centre + half)


def detectable_effect(values: Sequence[float], power: float = 0.8, alpha: float = 0.05) -> float | None:
    """The smallest true mean that as many cases with this spread would show with `power`; None without a spread."""
    if len(values) < 2 or not (spread := stdev(values)):
        return None
    freedom = len(values) - 1
    return (t_quantile(1 - alpha / 2, freedom) + t_quantile(power, freedom)) * spread / sqrt(len(values))
