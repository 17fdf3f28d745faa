"""Intervals that cover, differences that are told apart, and precision that is reached."""

import numpy as np
import pytest

from harmoni.model.parts import Model
from harmoni.model.scenarios import apply
from harmoni.statistics import study as s
from harmoni.statistics.intervals import interval, summarise, warm_up
from models import chain


def long_chain(**change) -> Model:
    model = chain(180, begin="steady", warm_up_days=90)
    return apply(model, change, "", "", []) if change else model


@pytest.mark.parametrize("count", [40, 250])
def test_intervals_cover_a_skewed_mean_nearly_as_often_as_they_say(count):
    """Lognormal years: skewness about 6. A plain bootstrap of 40 would cover some 85 of 100."""
    generator = np.random.default_rng(7)
    covered = 0
    for _ in range(400):
        low, high = interval(generator.lognormal(0, 1, count), 0.95)
        covered += low <= np.exp(0.5) <= high
    assert 0.87 < covered / 400 <= 0.99


def test_one_replication_knows_nothing_and_equal_ones_are_sure():
    assert interval(np.array([1.0])) == (-np.inf, np.inf)
    assert interval(np.full(30, 2.0)) == (2.0, 2.0)


def test_the_same_numbers_have_the_same_interval():
    values = np.random.default_rng(1).exponential(size=50)
    assert interval(values) == interval(values.copy())


def test_median_and_tails_stand_beside_the_mean():
    row = summarise(np.arange(101.0))
    assert (row.median, row.tail_low, row.tail_high) == (50, 5, 95)


def test_warm_up_is_found_where_the_series_becomes_steady():
    noise = np.random.default_rng(3).normal(size=400)
    assert 60 <= warm_up(np.where(np.arange(400) < 100, 20.0 - np.arange(400) / 5, 0.0) + noise) <= 140
    assert warm_up(noise) < 100


def test_two_more_places_shorten_the_wait_and_nothing_changes_when_nothing_does():
    better = s.compare(long_chain(), long_chain(unit="helsehus", places_add=2), 1, 60).differences()
    assert better["ready and waiting in hospital"].direction == -1
    assert better["fee days a year"].direction == -1
    same = s.compare(long_chain(), long_chain(), 1, 30).differences()
    assert all(row.low == row.high == 0 and row.direction == 0 for row in same.values())


def test_the_same_patients_cut_the_variance_of_a_difference():
    """Ten times at least against independent seeds: the reason for keyed draws."""
    name, count = "ready and waiting in hospital", 200
    base, more = long_chain(), long_chain(unit="helsehus", places_add=1)
    ours, theirs = s.simulate(base, 1, count).values(name), s.simulate(more, 1, count).values(name)
    others = s.simulate(more, 2, count).values(name)
    assert np.var(others - ours) / np.var(theirs - ours) > 10


def test_replications_go_on_until_the_answer_is_as_narrow_as_asked():
    study = s.simulate_until(long_chain(), 1, "fee days a year", 400.0)
    assert summarise(study.values("fee days a year")).half_width <= 400.0
    assert len(study.runs) > s.FIRST_BATCH
    few = s.simulate_until(long_chain(), 1, "fee days a year", 0.01, most=50)
    assert len(few.runs) == 50


@pytest.mark.parametrize("unit", ["helsehus", "nursing"])
def test_one_more_place_never_lengthens_the_wait_for_it(unit):
    better = s.compare(long_chain(), long_chain(unit=unit, places_add=1), 5, 40).differences()
    assert better[f"{unit}: mean wait, days"].mean < 0


def test_causes_add_up_to_those_who_are_held_at_midnight():
    study = s.simulate(long_chain(), 1, 10)
    held = np.mean([run.held.sum(axis=1).mean() for run in study.runs])
    assert sum(row[2] for row in study.bottlenecks()) == pytest.approx(held, rel=0.1)


def test_a_fan_is_in_order():
    fan = s.simulate(long_chain(), 1, 20).fan("in_care", 0)
    assert fan.shape == (5, 180)
    assert np.all(np.diff(fan, axis=0) >= 0)
