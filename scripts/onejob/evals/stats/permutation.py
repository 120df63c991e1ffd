"""Sign-flip permutation test: under "no effect", each case's difference could as well have the other sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum
from random import Random

EXACT_UP_TO = 16  # cases: 65,536 sign patterns
DRAWS = 10_000
_SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class SignFlip:
    """Two-sided p of the mean difference being zero; `exact` when every pattern was counted."""

    p: float
    exact: bool


def sign_flip(differences: Sequence[float]) -> SignFlip | None:
    """The test over one difference per case; None without cases. Equal ones count as "at least as extreme"."""
    if not differences:
        return None
    # A zero keeps its sign under both flips: it multiplies the patterns without changing the share of extreme ones.
    moving = [value for value in differences if value]
    observed = abs(fsum(moving))
    threshold = observed - 1e-9 * (1 + observed)  # sums in another order differ in the last digits
    exact = len(moving) <= EXACT_UP_TO
    sums = _all_sums(moving) if exact else _drawn_sums(moving)
    extreme = sum(abs(total) >= threshold for total in sums)
    # The observed pattern is one of the drawn ones, so p is never 0.
    return SignFlip(extreme / 2 ** len(moving) if exact else (extreme + 1) / (DRAWS + 1), exact)


def _all_sums(values: Sequence[float]) -> list[float]:
    def flip(sums: list[float], value: float) -> list[float]:
        return [total + sign for total in sums for sign in (value, -value)]

    return list(accumulate(values, flip, initial=[0.0]))[-1]


def _drawn_sums(values: Sequence[float]) -> Iterator[float]:
    random = Random(_SEED)  # noqa: S311  a fixed seed: the same results give the same report
    total = fsum(values)
    for _ in range(DRAWS):
        pattern = random.getrandbits(len(values))
        yield total - 2 * fsum(value for place, value in enumerate(values) if pattern >> place & 1)
