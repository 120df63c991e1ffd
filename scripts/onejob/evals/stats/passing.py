"""pass@k and pass^k: at least one of k tries, and every one of k tries."""

from math import comb


def pass_at(k: int, successes: int, trials: int) -> float | None:
    """Unbiased chance that at least one of k runs passes; None when fewer than k ran."""
    return None if trials < k else 1 - comb(trials - successes, k) / comb(trials, k)


def pass_all(k: int, successes: int, trials: int) -> float | None:
    """Unbiased chance that all of k runs pass (pass^k); None when fewer than k ran."""
    return None if trials < k else comb(successes, k) / comb(trials, k)
