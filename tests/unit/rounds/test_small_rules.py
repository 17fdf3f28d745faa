"""Days, disputes and rights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.rounds.rules.days import REMIND_AT, are_in_order, days_left, due_of, reminder_due
from brobygger.rounds.rules.disputes import keeps_out, may_settle
from brobygger.rounds.rules.kinds import Due, Ending, Stage
from brobygger.rounds.rules.rights import Doing, Part, can, may

DAY = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("left", "reminder"), [(30, None), (15, None), (14, 14), (4, 14), (3, 3), (0, 0), (-1, 0), (-3, -3), (-400, -3)]
)
def test_reminders(left: int, reminder: int | None) -> None:
    assert reminder_due(left) == reminder
    assert days_left(DAY - timedelta(days=left), DAY) == left


@given(st.lists(st.integers(-30, 30), max_size=60))
def test_nobody_is_reminded_more_often_than_planned_however_the_clock_runs(days: list[int]) -> None:
    assert {reminder_due(left) for left in days} - {None} <= set(REMIND_AT)


def test_days_come_one_after_another() -> None:
    assert are_in_order([DAY, DAY, DAY + timedelta(days=1)])
    assert not are_in_order([DAY, DAY - timedelta(days=1)])
    assert [due_of(stage) for stage in Stage] == [Due.SUBMIT, Due.REVIEW, Due.SUBMIT, Due.ADOPT, None, None]


def test_nobody_settles_for_the_other_alone() -> None:
    assert may_settle(party=1, raised_by=1, outcome=Ending.COUNTS, has_decision=False)
    assert may_settle(party=2, raised_by=1, outcome=Ending.LEFT_OUT, has_decision=False)
    assert not may_settle(party=2, raised_by=1, outcome=Ending.COUNTS, has_decision=False)
    assert not may_settle(party=2, raised_by=1, outcome=Ending.CORRECTED, has_decision=False)
    assert may_settle(party=2, raised_by=1, outcome=Ending.COUNTS, has_decision=True)
    assert [keeps_out(outcome) for outcome in (None, *Ending)] == [True, False, False, True]


def test_an_outsider_may_nothing_and_an_observer_only_look() -> None:
    assert not any(may(Part.OUTSIDER, doing) for doing in Doing)
    assert [doing for doing in Doing if may(Part.OBSERVER, doing)] == [Doing.SEE]
    assert [doing for doing in Doing if may(Part.STEERING_MEMBER, doing)] == [Doing.SEE]
    assert not can(Part.AREA_LEAD, Doing.SUBMIT, Stage.APPROVED)
    assert can(Part.STAND_IN, Doing.SUBMIT, Stage.WORKING)
    assert not may(Part.COORDINATOR, Doing.WORK)
