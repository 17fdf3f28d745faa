"""What must hold in every run of the compiled engine."""

import numpy as np

from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate, replications
from models import chain


def test_nobody_is_lost_on_the_way():
    run = replicate(build(chain()), 1, 0)
    assert run[c.ARRIVED] == run[c.LEFT] + run[c.DIED] + run[c.LOST] + run[c.INSIDE]
    assert run[c.ARRIVED] > 900


def test_time_summed_over_units_is_time_summed_over_patients():
    """Little's law, which holds exactly in whole ticks."""
    run = replicate(build(chain()), 1, 0)
    inside = run.daily[:, :, c.DAY_CARED] + run.daily[:, :, c.DAY_HELD]
    assert np.array_equal(inside.sum(axis=0), run.units[:, c.PRESENT_TIME])
    assert np.array_equal(run.daily[:, :, c.DAY_OUTSIDE].sum(axis=0), run.units[:, c.OUTSIDE_TIME])


def test_held_patients_are_those_who_wait_for_some_unit():
    run = replicate(build(chain()), 1, 0)
    program = build(chain())
    for unit in range(4):
        pairs = [place for place, (holder, _) in enumerate(program.pairs) if holder == unit]
        assert np.array_equal(run.pair_daily[:, pairs].sum(axis=1), run.daily[:, unit, c.DAY_HELD])


def test_every_held_patient_has_one_cause_a_day():
    """At the end of each day each held patient is laid at the door of one unit, in parts that sum to 1."""
    run = replicate(build(chain()), 1, 0)
    assert run.causes.sum() > 20
    assert abs(run.causes.sum() - round(run.causes.sum())) < 1e-9


def test_a_larger_pool_changes_nothing():
    small, large = replicate(build(chain()), 3, 5), replicate(build(chain()), 3, 5, pool=5000)
    assert np.array_equal(small.daily, large.daily)
    assert np.array_equal(small.waits, large.waits)


def test_threads_change_nothing():
    program = build(chain(60))
    one = list(replications(program, 7, range(6), lambda run: run.daily.copy(), workers=1))
    three = list(replications(program, 7, range(6), lambda run: run.daily.copy(), workers=3))
    assert all(np.array_equal(a, b) for a, b in zip(one, three, strict=True))
    alone = replicate(program, 7, 4)
    assert np.array_equal(alone.daily, one[4])


def test_the_same_seed_gives_the_same_run_and_another_seed_another():
    program = build(chain(60))
    assert np.array_equal(replicate(program, 1, 0).daily, replicate(program, 1, 0).daily)
    assert not np.array_equal(replicate(program, 1, 0).daily, replicate(program, 2, 0).daily)
