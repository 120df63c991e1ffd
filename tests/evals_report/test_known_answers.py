"""The statistics against scipy, and against what can be counted by hand."""

from itertools import product
from math import comb, exp, log, sqrt
from random import Random
from statistics import fmean, stdev

import numpy as np
import pytest
from onejob.evals.stats.cells import Pair
from onejob.evals.stats.comparing import conclusion, ratio
from onejob.evals.stats.intervals import detectable_effect, mean_interval, wilson_interval
from onejob.evals.stats.multiple import holm
from onejob.evals.stats.passing import pass_all, pass_at
from onejob.evals.stats.permutation import EXACT_UP_TO, sign_flip
from onejob.evals.stats.student import t_cdf, t_quantile
from scipy import stats


@pytest.mark.parametrize("freedom", [1, 2, 5, 23, 400])
def test_student_is_scipys(freedom: int) -> None:
    for probability in (0.001, 0.1, 0.5, 0.8, 0.975, 0.9999):
        assert t_quantile(probability, freedom) == pytest.approx(
            stats.t.ppf(probability, freedom), rel=1e-9, abs=1e-9
        )
    for t in (-8.0, -1.5, 0.0, 0.3, 2.0, 12.0):
        assert t_cdf(t, freedom) == pytest.approx(stats.t.cdf(t, freedom), rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("probability", [0.0, 1.0, -1.0, float("nan")])
def test_a_quantile_of_no_probability(probability: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_quantile(probability, 3)


def test_mean_interval_is_scipys() -> None:
    values = [0.1, 0.4, -0.2, 0.3, 0.9, 0.0]
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert mean_interval(values) == pytest.approx((expected.low, expected.high))
    assert mean_interval([0.5]) is None
    assert mean_interval([]) is None


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (0, 9), (9, 9), (3, 7), (50, 80)])
def test_wilson_is_scipys(successes: int, trials: int) -> None:
    expected = stats.binomtest(successes, trials).proportion_ci(method="wilson")
    assert wilson_interval(successes, trials) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_of_nothing() -> None:
    assert wilson_interval(0, 0) is None


@pytest.mark.parametrize(
    "values", [[0.2, 0.1, -0.3, 0.5, 0.4, 0.05, 0.3], [1.0, 1.0, 0.0, -1.0, 0.5], [0.1] * 6]
)
def test_sign_flip_is_scipys(values: list[float]) -> None:
    expected = stats.permutation_test((values,), np.mean, permutation_type="samples", n_resamples=10**6)
    found = sign_flip(values)
    assert found is not None
    assert found.exact
    assert found.p == pytest.approx(expected.pvalue)


def test_sign_flip_counts_every_pattern() -> None:
    values = [0.3, -0.1, 0.25, 0.4]
    sums = [
        abs(sum(v * s for v, s in zip(values, signs, strict=True))) for signs in product((1, -1), repeat=4)
    ]
    by_hand = sum(total >= abs(sum(values)) - 1e-12 for total in sums) / 16
    found = sign_flip(values)
    assert found is not None
    assert found.p == by_hand
    assert sign_flip([]) is None


def test_zeros_change_nothing() -> None:
    assert sign_flip([0.2, 0.1, 0.4]) == sign_flip([0.2, 0.0, 0.1, 0.0, 0.4, *[0.0] * 20])
    nothing = sign_flip([0.0, 0.0])
    assert nothing is not None
    assert nothing.p == 1.0


def test_many_cases_are_drawn_reproducibly_and_close_to_exact() -> None:
    random = Random(5)
    values = [random.gauss(0.15, 0.4) for _ in range(EXACT_UP_TO + 1)]
    found = sign_flip(values)
    assert found == sign_flip(values)
    assert found is not None
    assert not found.exact
    expected = stats.permutation_test(
        (values,), np.mean, permutation_type="samples", n_resamples=2**17
    ).pvalue
    assert found.p == pytest.approx(expected, abs=4 * sqrt(expected / 10_000))
    certain = sign_flip([1.0] * 30)
    assert certain is not None
    assert 0 < certain.p < 0.001


def test_holm_by_hand() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.5}) == pytest.approx(
        {"a": 0.04, "c": 0.09, "b": 0.09, "d": 0.5}
    )
    assert holm({}) == {}
    assert holm({"a": 0.6, "b": 0.7}) == {"a": 1.0, "b": 1.0}


@pytest.mark.parametrize(("successes", "trials", "k"), [(2, 5, 1), (2, 5, 3), (0, 4, 2), (4, 4, 4)])
def test_pass_at_k_is_a_count_of_subsets(successes: int, trials: int, k: int) -> None:
    outcomes = [True] * successes + [False] * (trials - successes)
    chosen = [c for c in product(range(trials), repeat=k) if list(c) == sorted(set(c))]
    assert len(chosen) == comb(trials, k)
    assert pass_at(k, successes, trials) == pytest.approx(fmean(any(outcomes[i] for i in c) for c in chosen))
    assert pass_all(k, successes, trials) == pytest.approx(fmean(all(outcomes[i] for i in c) for c in chosen))
    assert pass_at(trials + 1, successes, trials) is None
    assert pass_all(trials + 1, successes, trials) is None


def test_ratio_is_geometric() -> None:
    pairs = [Pair("a", 100, 200), Pair("b", 100, 50), Pair("c", 10, 40), Pair("d", 0, 5)]
    found = ratio(pairs)
    logs = [log(2), log(0.5), log(4)]
    expected = mean_interval(logs)
    assert expected is not None
    assert found["cases"] == 3
    assert found["ratio"] == pytest.approx(exp(fmean(logs)))
    assert found["interval"] == pytest.approx([exp(end) for end in expected])
    assert ratio([]) == {"cases": 0, "ratio": None, "interval": None}


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        pytest.param([], "no-data", id="none"),
        pytest.param([0.9], "too-few", id="one"),
        pytest.param([0.5] * 5, "too-few", id="five that agree: the test cannot go below 0.06"),
        pytest.param([0.5, 0.4, 0.6, 0.5, 0.3, 0.4], "more", id="six that agree"),
        pytest.param([-0.5, -0.4, -0.6, -0.5, -0.3, -0.4], "less", id="six that agree downwards"),
        pytest.param([0.0] * 8, "none-shown", id="eight zeros"),
        pytest.param([0.5, -0.4, 0.6, -0.5, 0.3, -0.4], "none-shown", id="both ways"),
        pytest.param([1.0, 0, 0, 0, 0, 0, 0, 0], "none-shown", id="one case alone"),
    ],
)
def test_conclusion(differences: list[float], expected: str) -> None:
    assert conclusion(differences) == expected


def test_size_of_the_test_and_coverage_of_the_interval() -> None:
    """Without an effect, 5 % of experiments claim one; with one, 95 % of intervals hold it."""
    random, experiments = Random(7), 1500
    rejected = covered = claimed = 0
    for _ in range(experiments):
        differences = [random.gauss(0, 0.3) for _ in range(10)]
        found = sign_flip(differences)
        assert found is not None
        rejected += found.p <= 0.05
        claimed += conclusion(differences) in {"more", "less"}
        shifted = mean_interval([0.2 + value for value in differences])
        assert shifted is not None
        covered += shifted[0] <= 0.2 <= shifted[1]
    error = 3 * sqrt(0.05 * 0.95 / experiments)
    assert abs(rejected / experiments - 0.05) < error
    assert abs(covered / experiments - 0.95) < error
    assert claimed <= rejected


def test_size_with_shares_of_few_trials() -> None:
    """Realistic data: cases of unequal difficulty, three runs per cell, no effect. Ties must not make it reckless."""
    random, experiments, rejected = Random(11), 1500, 0
    for _ in range(experiments):
        differences = []
        for _ in range(12):
            ease = random.betavariate(1, 1)
            one, other = (sum(random.random() < ease for _ in range(3)) / 3 for _ in range(2))
            differences.append(other - one)
        found = sign_flip(differences)
        assert found is not None
        rejected += found.p <= 0.05
    assert rejected / experiments < 0.05 + 3 * sqrt(0.05 * 0.95 / experiments)


def test_detectable_effect_is_seen_four_times_out_of_five() -> None:
    """Power at the stated effect, over many experiments with a known spread."""
    random, experiments, spread, cases = Random(3), 1500, 0.3, 14
    scaled = [value * spread for value in _unit_spread(cases)]
    effect = detectable_effect(scaled)
    assert effect is not None
    seen = 0
    for _ in range(experiments):
        interval = mean_interval([random.gauss(effect, spread) for _ in range(cases)])
        assert interval is not None
        seen += interval[0] > 0
    assert seen / experiments == pytest.approx(0.8, abs=0.04)
    assert detectable_effect([0.0] * 5) is None
    assert detectable_effect([0.4]) is None


def _unit_spread(number: int) -> list[float]:
    raw = [float(value) for value in range(number)]
    return [(value - fmean(raw)) / stdev(raw) for value in raw]
