"""What was drawn from a distribution is found again, also where much of it was never seen."""

import math

import numpy as np
import pytest

from harmoni.distributions import Coxian, Empirical, Exponential, Gamma, Lognormal, Mixture, Weibull
from harmoni.learning.fits import distance, fit, logs
from harmoni.learning.lifetimes import lifetimes, tail

FAMILIES = [
    Exponential(7.0),
    Lognormal(5.6, 5.2),
    Gamma(18.0, 2.5),
    Weibull(21.0, 1.3),
    Mixture(((0.35, Exponential(6.0)), (0.65, Gamma(18.0, 2.5)))),
    Mixture(((0.6, Exponential(25.0)), (0.4, Exponential(110.0)))),
    Coxian((14.0, 18.0), (0.8,)),
]


def drawn(distribution, count, seed=1):
    return distribution.at_hazard(np.random.default_rng(seed).exponential(size=count))


def cut(lengths, seed=2, window=60.0):
    """Stays that began at any moment, seen through a window: some begun before it, some not over at its end."""
    begun = np.random.default_rng(seed).uniform(-200, window, len(lengths))
    rows = []
    for start, length in zip(begun, lengths, strict=True):
        if start + length > 0:
            rows.append((max(0.0, -start), min(length, window - start), start + length <= window))
    return rows


@pytest.mark.parametrize("distribution", FAMILIES, ids=lambda one: type(one).__name__)
def test_whole_lengths_give_their_distribution_back(distribution):
    found = fit(lifetimes([(0.0, length, True) for length in drawn(distribution, 4000)], 0.0))
    assert found.mean == pytest.approx(distribution.mean, rel=0.08)
    assert found.low * 0.98 < distribution.mean < found.high * 1.02
    points = np.linspace(0.1, 3, 40) * distribution.mean
    assert np.abs(np.exp(-found.distribution.hazard(points)) - np.exp(-distribution.hazard(points))).max() < 0.025
    assert found.distance < 0.03


@pytest.mark.parametrize("distribution", FAMILIES, ids=lambda one: type(one).__name__)
def test_half_seen_lengths_do_too(distribution):
    seen = lifetimes(cut(drawn(distribution, 12000)), 0.0)
    assert seen.unfinished > 100
    found = fit(seen)
    reach = max((found.high - found.low) / 2, 0.02 * distribution.mean)
    assert abs(found.mean - distribution.mean) < 2.2 * reach
    points = np.linspace(0.1, 1.5, 30) * distribution.mean
    assert np.abs(np.exp(-found.distribution.hazard(points)) - np.exp(-distribution.hazard(points))).max() < 0.05


def test_to_leave_out_what_is_unfinished_would_be_wrong():
    """The reason for all this: stays that ended in the window are the short ones."""
    rows = [row for row in cut(drawn(Exponential(40.0), 12000)) if row[0] == 0]
    naive = np.mean([length for _, length, ended in rows if ended])
    assert fit(lifetimes(rows, 0.0)).mean == pytest.approx(40, rel=0.1)
    assert naive < 25


@pytest.mark.parametrize("distribution", [*FAMILIES], ids=lambda one: type(one).__name__)
def test_densities_are_the_slopes_of_the_tails(distribution):
    days = np.array([0.3, 1.0, 5.0, 30.0, 80.0])
    density, log_tail = logs(distribution, days)
    assert np.allclose(-log_tail, distribution.hazard(days), rtol=2e-5)
    step = 1e-4
    slope = (np.exp(-distribution.hazard(days - step)) - np.exp(-distribution.hazard(days + step))) / (2 * step)
    assert np.allclose(np.exp(density), slope, rtol=1e-3)


def test_the_observed_tail_is_that_of_the_textbook():
    """Freireich's leukaemia trial, 6-MP arm, as in Kaplan and Meier's own successors."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going_on = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    ends, tails = tail(lifetimes([(0, n, True) for n in ended] + [(0, n, False) for n in going_on], 0.0))
    assert ends.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert np.round(tails, 4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]


def test_intervals_of_means_hold_as_often_as_they_say():
    held = 0
    for seed in range(80):
        found = fit(lifetimes([(0.0, length, True) for length in drawn(Gamma(10.0, 1.5), 200, seed)], 0.0), True)
        held += found.low <= 10.0 <= found.high
    assert 0.87 <= held / 80 <= 1.0


def test_what_no_curve_describes_becomes_a_histogram_without_the_longest_stay():
    lengths = np.concatenate(
        [np.random.default_rng(3).uniform(1, 2, 400), np.random.default_rng(4).uniform(9, 10, 400)]
    )
    lengths = np.append(lengths, 77.7)
    found = fit(lifetimes([(0.0, length, True) for length in lengths], 0.0))
    assert found.family == "histogram"
    assert isinstance(found.distribution, Empirical)
    assert found.mean == pytest.approx(lengths.mean(), rel=0.03)
    assert all(weight >= 0.012 for _, _, weight in found.distribution.bins)
    assert max(high for _, high, _ in found.distribution.bins) < 40


def test_few_stays_give_only_their_mean_and_equal_ones_a_constant():
    found = fit(lifetimes([(0.0, float(n), True) for n in range(1, 11)], 0.0))
    assert (found.family, found.mean) == ("exponential", 5.5)
    assert found.low < 3.5
    assert found.high > 8
    assert fit(lifetimes([(0.0, 3.0, True)] * 40, 0.0)).family == "constant"


def test_stays_of_no_length_count_as_half_of_what_the_clock_shows():
    seen = lifetimes([(0.0, 0.0, True)] * 20 + [(0.0, 2.0, True)] * 20, 1.0)
    assert seen.exit.min() == 0.5
    assert math.isfinite(fit(seen).mean)


def test_long_lists_are_laid_together_without_a_difference_that_shows():
    lengths = drawn(Lognormal(5.6, 5.2), 20000)
    seen = lifetimes([(0.0, length, True) for length in lengths], 0.0)
    assert len(seen.exit) < 3000
    assert seen.events == 20000
    assert distance(Lognormal(5.6, 5.2), seen) < 0.015
