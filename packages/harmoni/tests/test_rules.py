"""The stated rules, each on a model small enough to follow by hand."""

from dataclasses import replace

import numpy as np
import pytest

from harmoni.distributions import Constant
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.model.parts import (
    AFTER_DAYS,
    AGEING,
    CENSUS,
    HOURS,
    IF_FULL,
    Arrivals,
    Group,
    Horizon,
    Model,
    Need,
    Present,
    Route,
    Stay,
    Unit,
)
from twins import assert_twins

ALL = (Group("all"),)


def ward(*census: Present, units=None, routes=(), groups=ALL, needs=(), days=10) -> Model:
    """A hospital `a` and a unit `b`, five days each, and only those who are there."""
    units = units or (Unit("a", 2, has_fee=True), Unit("b", 1, pays_fee=True))
    return Model(
        units=units,
        groups=groups,
        routes=routes or (Route("outside", "a"), Route("a", "b"), Route("b", "leaves")),
        stays=tuple(Stay(unit.id, "*", Constant(5.0)) for unit in units),
        arrivals=tuple(Arrivals(group.id, 0.0) for group in groups),
        needs=needs,
        census=census,
        horizon=Horizon(days=days, begin=CENSUS),
    )


def days(run, unit, column):
    return (run.daily[:, unit, column] / 864_000).tolist()


def test_a_patient_is_held_until_the_next_unit_has_a_place():
    model = ward(Present("a", "all", 4.0), Present("b", "all", 2.0))
    assert_twins(model, 1, 0)
    run = replicate(build(model), 1, 0)
    assert days(run, 0, c.DAY_CARED)[:2] == [1.0, 0.0]
    assert days(run, 0, c.DAY_HELD) == [0, 1.0, 1.0, 0, 0, 0, 0, 0, 0, 0]
    # Counted just before midnight: the place becomes free at the end of day 2.
    assert run.causes[0, 1, c.PLACES] == 2.0


def test_fee_is_due_from_the_day_of_being_ready_to_the_day_before_the_move():
    model = ward(Present("a", "all", 4.5), Present("b", "all", 1.5))
    run = replicate(build(model), 1, 0)
    # Ready at noon on day 0, moved at noon on day 3: days 0, 1 and 2.
    assert run.fee_days_paid[1].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert run.fee_days_got[0].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]


def test_no_fee_before_the_municipality_was_told():
    units = (Unit("a", 2, has_fee=True, notice=Constant(6.5)), Unit("b", 1, pays_fee=True))
    run = replicate(build(ward(Present("a", "all", 4.5), Present("b", "all", 1.5), units=units)), 1, 0)
    assert run.fee_days_paid[1].tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_no_answer_costs_days_although_there_is_a_place():
    units = (Unit("a", 2, has_fee=True), Unit("b", 1, pays_fee=True, answer=Constant(7.0)))
    model = ward(Present("a", "all", 4.5), units=units)
    assert_twins(model, 1, 0)
    run = replicate(build(model), 1, 0)
    assert run.fee_days_paid[1].tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert run.causes[0, 1, c.NO_ANSWER] == 2.0


def test_two_who_wait_for_each_other_change_places():
    routes = (Route("outside", "a"), Route("a", "b"), Route("b", "a"))
    units = (Unit("a", 1), Unit("b", 1))
    model = ward(Present("a", "all", 4.0), Present("b", "all", 3.0), units=units, routes=routes)
    slow = assert_twins(model, 1, 0)
    assert slow.rings == 2
    run = replicate(build(model), 1, 0)
    assert run[c.RINGS] == 2
    assert days(run, 0, c.DAY_HELD)[:3] == [0.0, 1.0, 0.0]


def test_the_wait_is_followed_to_where_it_began():
    units = (Unit("a", 2), Unit("b", 1), Unit("c", 1))
    routes = (Route("outside", "a"), Route("a", "b"), Route("b", "c"), Route("c", "leaves"))
    model = ward(
        Present("a", "all", 5.0, "b", 1.0), Present("b", "all", 5.0, "c", 1.0), Present("c", "all", 0.0),
        units=units, routes=routes,
    )  # fmt: skip
    run = replicate(build(model), 1, 0)
    # For five midnights both wait because of c, and neither because of b, which is as full.
    assert run.causes[0, 2, c.PLACES] == 5.0
    assert run.causes[1, 2, c.PLACES] == 5.0
    assert run.causes[0, 1].sum() == 0.0


@pytest.mark.parametrize(("order", "goes_first"), [("strict", "urgent"), (AGEING, "patient")])
def test_a_low_priority_goes_first_only_when_waiting_counts(order, goes_first):
    groups = (Group("urgent", priority=1), Group("patient", priority=2))
    units = (Unit("a", 2), Unit("b", 1, order=order, head_start_days=3.0))
    model = ward(
        Present("b", "urgent", 4.0), Present("", "urgent", 0.0, "b", 1.0), Present("", "patient", 0.0, "b", 9.0),
        units=units, groups=groups,
    )  # fmt: skip
    slow = assert_twins(model, 1, 0)
    first = next(line for line in slow.log if line[1] == c.LOG_ADMITTED)
    assert groups[first[3]].id == goes_first


def test_substitution_sends_some_home_with_more_hours():
    units = (Unit("a", 2), Unit("b", 0), Unit("home", 10.0, kind=HOURS))
    routes = (
        Route("outside", "a"),
        Route("a", "b", rule=IF_FULL, alternative="home", hours_factor=2.0, stay_factor=0.5),
        Route("b", "leaves"),
        Route("home", "leaves"),
    )
    needs = (Need("home", "*", 0.0, 4.0), Need("home", "*", 1.0, 1.0))
    model = ward(Present("a", "all", 4.0), units=units, routes=routes, needs=needs)
    assert_twins(model, 1, 0)
    run = replicate(build(model), 1, 0)
    hours = np.array(days(run, 2, c.DAY_USED)) / 60
    assert hours.tolist() == [0, 8, 2, 0.5 * 2, 0, 0, 0, 0, 0, 0]


def test_patience_ends():
    routes = (
        Route("outside", "a"),
        Route("a", "b", rule=AFTER_DAYS, days=2.0, alternative="leaves"),
        Route("b", "leaves"),
    )
    model = ward(Present("a", "all", 4.0), Present("b", "all", 0.0), routes=routes)
    assert_twins(model, 1, 0)
    assert days(replicate(build(model), 1, 0), 0, c.DAY_HELD)[:4] == [0, 1, 1, 0]


def test_more_arrivals_keep_the_patients_there_were():
    """A scenario with a tenth more arrivals has every patient of the other, at the same moment."""
    base = replace(ward(days=60), horizon=Horizon(days=60), arrivals=(Arrivals("all", 10.0),))
    more = replace(base, arrivals=(Arrivals("all", 11.0),))
    times = [
        {int(row[c.LOG_TIME]) for row in _log(model) if row[c.LOG_WHAT] == c.LOG_ARRIVES} for model in (base, more)
    ]
    assert times[0] < times[1]
    assert len(times[1]) / len(times[0]) == pytest.approx(1.1, abs=0.05)


def _log(model):
    from harmoni.engine.run import logged

    return logged(build(model), 1, 0).log
