"""The compiled and the readable engine side by side."""

import numpy as np

from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import logged
from harmoni.engine.steps import wait_bin
from harmoni.model.parts import Model
from harmoni.reference.engine import Reference


def assert_twins(model: Model, seed: int, replication: int) -> Reference:
    """Event for event the same, and the same answers made in two ways."""
    program = build(model)
    fast = logged(program, seed, replication)
    slow = Reference(model, seed, replication).run()
    lines = [tuple(int(n) for n in row) for row in fast.log]
    for place, (ours, theirs) in enumerate(zip(lines, slow.log, strict=False)):
        assert ours == theirs, f"event {place}: {_words(ours)} but {_words(theirs)}, after {_words(lines[place - 1])}"
    assert len(lines) == len(slow.log)
    days = program.days
    for unit in range(len(model.units)):
        for column, name in enumerate(("cared", "held", "used", "outside")):
            assert np.array_equal(fast.daily[:, unit, column], slow.spells.daily((name, unit), days)), (unit, name)
        for column, counts in ((c.DAY_ADMITTED, slow.admitted), (c.DAY_TURNED_AWAY, slow.turned_away)):
            assert fast.daily[:, unit, column].tolist() == [counts[unit, day] for day in range(days)]
        for from_unit in (False, True):
            bins = np.bincount([wait_bin(w) for w in slow.waits[unit, from_unit]], minlength=c.WAIT_BINS)
            assert np.array_equal(fast.waits[unit, int(from_unit)], bins)
    for number, pair in enumerate(program.pairs):
        assert np.array_equal(fast.pair_daily[:, number], slow.spells.daily(("pair", *pair), days)), pair
    _assert_same_fees(fast, slow, days)
    causes = np.zeros_like(fast.causes)
    for key, amount in slow.causes.items():
        causes[key] = amount
    assert np.allclose(fast.causes, causes, atol=1e-8)
    assert fast[c.RINGS] == slow.rings
    assert_sums(fast)
    return slow


def _assert_same_fees(fast, slow, days):
    paid, got = np.zeros_like(fast.fee_days_paid), np.zeros_like(fast.fee_days_got)
    for payer, receiver, first, last in slow.fees:
        paid[payer, first:last] += 1
        got[receiver, first:last] += 1
    assert np.array_equal(fast.fee_days_paid, paid)
    assert np.array_equal(fast.fee_days_got, got)


def assert_sums(run) -> None:
    """Little's law and conservation, exactly."""
    inside = run.daily[:, :, c.DAY_CARED] + run.daily[:, :, c.DAY_HELD]
    assert np.array_equal(inside.sum(axis=0), run.units[:, c.PRESENT_TIME])
    assert np.array_equal(run.daily[:, :, c.DAY_OUTSIDE].sum(axis=0), run.units[:, c.OUTSIDE_TIME])
    assert run[c.ARRIVED] + run[c.CENSUS_COUNT] == run[c.LEFT] + run[c.DIED] + run[c.LOST] + run[c.INSIDE]


def _words(line):
    return f"{line[0] / 864000:.4f} {c.LOG_NAMES[line[1]]} patient {line[2]} unit {line[4]} other {line[5]}"
