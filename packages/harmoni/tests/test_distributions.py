"""Every distribution against its own mathematics, and against itself the other way round."""

import numpy as np
import pytest
from scipy import stats

from harmoni.distributions import Constant, Coxian, Empirical, Exponential, Gamma, Lognormal, Mixture, Weibull
from harmoni.draws import tables
from harmoni.engine import sample

HAZARDS = np.array([1e-5, 1e-3, 0.02, 0.3, 0.693, 1.0, 2.5, 6.0, 12.0, 25.0])

SMOOTH = {
    "exponential": (Exponential(5.0), stats.expon(scale=5.0)),
    "lognormal": (Lognormal(14.0, 12.0), None),
    "gamma": (Gamma(9.0, 2.3), stats.gamma(2.3, scale=9.0 / 2.3)),
    "short gamma": (Gamma(9.0, 0.4), stats.gamma(0.4, scale=9.0 / 0.4)),
    "weibull": (Weibull(4.0, 1.6), None),
    "mixture": (Mixture(((0.7, Exponential(2.0)), (0.3, Lognormal(30.0, 20.0)))), None),
    "coxian": (Coxian((2.0, 5.0, 9.0), (0.6, 0.5)), None),
    "erlang": (Coxian((2.0, 2.0, 2.0), (1.0, 1.0)), stats.gamma(3, scale=2.0)),
}


@pytest.fixture(params=SMOOTH, ids=str)
def case(request):
    return SMOOTH[request.param]


def test_hazard_and_its_inverse_undo_each_other(case):
    distribution, _ = case
    assert distribution.hazard(distribution.at_hazard(HAZARDS)) == pytest.approx(HAZARDS, rel=2e-6)


def test_quantiles_are_those_of_scipy(case):
    distribution, known = case
    if known is None:
        pytest.skip("has no twin in scipy with these parameters")
    assert distribution.at_hazard(HAZARDS) == pytest.approx(known.isf(np.exp(-HAZARDS)), rel=2e-6)


def test_stated_mean_is_the_mean(case):
    distribution, _ = case
    hazards = np.linspace(0, 50, 50_001)
    values = distribution.at_hazard(hazards[1:])
    mean = np.trapezoid(np.concatenate([[0.0], values]) * np.exp(-hazards), hazards)
    assert mean == pytest.approx(distribution.mean, rel=1e-3)


def test_lognormal_has_the_mean_the_spread_and_the_median_that_were_asked_for():
    known = stats.lognorm(Lognormal(14.0, 12.0).sigma, scale=np.exp(Lognormal(14.0, 12.0).mu))
    assert (known.mean(), known.std()) == pytest.approx((14.0, 12.0))
    assert Lognormal.from_median(14.0, 9.0).at_hazard(np.array([np.log(2)])) == pytest.approx([9.0])


def test_table_is_off_by_less_than_a_ten_millionth(case):
    distribution, _ = case
    table = tables.tabulate(distribution)
    hazards = np.geomspace(1e-4, 50, 3000)
    drawn = [tables.length_at(table, hazard) for hazard in hazards]
    assert drawn == pytest.approx(distribution.at_hazard(hazards), rel=1e-6, abs=1e-7)


def test_compiled_draw_equals_the_readable_one(case):
    distribution, _ = case
    table = tables.tabulate(distribution)
    numbers = np.concatenate([np.ones(5), table.knots.ravel()])
    for hazard in np.geomspace(1e-8, 90, 500):
        compiled = sample.length_at(table.kind, table.mean, numbers, 5, len(table.knots), float(hazard))
        assert compiled == tables.length_at(table, float(hazard))


def test_a_longer_draw_never_becomes_shorter(case):
    table = tables.tabulate(case[0])
    drawn = [tables.length_at(table, hazard) for hazard in np.geomspace(1e-9, 100, 5000)]
    assert np.all(np.diff(drawn) >= 0)


def test_histogram_is_drawn_as_it_is_written():
    histogram = Empirical(((0.0, 1.0, 30), (1.0, 3.0, 50), (7.0, 7.0, 20)))
    table = tables.tabulate(histogram)
    shares = {0.15: 0.5, 0.3: 1.0, 0.55: 2.0, 0.79: 2.96, 0.9: 7.0, 0.999: 7.0}
    for share, length in shares.items():
        assert tables.length_at(table, -np.log1p(-share)) == pytest.approx(length)
    assert histogram.mean == pytest.approx(0.3 * 0.5 + 0.5 * 2.0 + 0.2 * 7.0)
    assert np.exp(-histogram.hazard(np.array([2.0]))) == pytest.approx([0.45])


def test_constant_stay_is_constant():
    table = tables.tabulate(Constant(3.5))
    assert {tables.length_at(table, hazard) for hazard in (1e-9, 1.0, 40.0)} == {3.5}


def test_rest_of_a_stay_comes_from_the_conditional_tail():
    stay, elapsed = Lognormal(14.0, 12.0), 40.0
    known = stats.lognorm(stay.sigma, scale=np.exp(stay.mu))
    start = float(stay.hazard(np.array([elapsed]))[0])
    for share in (0.1, 0.5, 0.99):
        rest = tables.length_at(tables.tabulate(stay), start - np.log1p(-share)) - elapsed
        assert rest == pytest.approx(known.isf(known.sf(elapsed) * (1 - share)) - elapsed, rel=1e-5)
