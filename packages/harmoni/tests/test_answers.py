"""Fees by the rule, prices by date, cost by party, and books that are balanced."""

import datetime as dt

import numpy as np
import pytest

from harmoni import examples
from harmoni.answers.fees import fee_days, price_on
from harmoni.answers.replication import BrokenSums, Reader, check_sums
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.model.load import load
from harmoni.statistics import study as s
from models import chain


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("ready", "told", "moved", "days"),
    [
        (at(2), at(1), at(2, 20), 0),
        (at(2), at(1), at(3, 1), 1),
        (at(2), at(1), at(5), 3),
        (at(2), at(4), at(5), 1),
        (at(2), at(5, 8), at(5, 9), 0),
    ],
)
def test_the_fee_runs_from_the_day_of_being_ready_and_told(ready, told, moved, days):
    assert len(fee_days(ready, told, moved)) == days


def test_the_price_is_that_of_the_date():
    model, _ = load(examples.folder("fjordby"))
    assert [price_on(model, "fee_day", "", dt.date(year, 6, 1)) for year in (2021, 2022, 2023, 2026)] == [
        0,
        5306,
        5508,
        5745,
    ]
    assert price_on(model, "place_day", "helsehus", dt.date(2026, 1, 1)) == 4200


def test_fees_are_paid_by_one_party_and_got_by_the_other():
    model, _ = load(examples.folder("small"))
    study = s.simulate(model, 1, 5)
    for run in study.runs:
        assert run.fees_paid["municipality"] == pytest.approx(-run.fees_paid["hospital"])
        assert run.fees_paid["municipality"] == pytest.approx(run.fee_days.sum() * 5745 * 365 / 364)


def test_books_that_do_not_balance_are_not_believed():
    memory = replicate(build(chain()), 1, 0)
    check_sums(memory)
    memory.daily[3, 0, c.DAY_CARED] += 1
    with pytest.raises(BrokenSums):
        check_sums(memory)
    other = replicate(build(chain()), 1, 0)
    other.m[c.LEFT] += 1
    with pytest.raises(BrokenSums):
        Reader(build(chain())).read(other)


def test_only_the_days_after_the_warm_up_count():
    model = chain(60, begin="steady", warm_up_days=90)
    run = s.simulate(model, 1, 1).runs[0]
    assert run.in_care.shape == (60, 4)
    assert np.all(run.in_care[0] > 0)
