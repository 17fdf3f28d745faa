"""Days left, and when somebody is reminded of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from brobygger.rounds.rules.kinds import Due, Stage

# So many days before, on the day, and so many days after.
REMIND_AT = (14, 3, 0, -3)
_DUE_IN: Mapping[Stage, Due] = {
    Stage.WORKING: Due.SUBMIT,
    Stage.RETURNED: Due.SUBMIT,
    Stage.SUBMITTED: Due.REVIEW,
    Stage.APPROVED: Due.ADOPT,
}


def due_of(stage: Stage) -> Due | None:
    """Which of the days a submission is to be ready by; None when nothing more is expected."""
    return _DUE_IN.get(stage)


def days_left(today: date, day: date) -> int:
    """How many days are left; below zero when the day has passed."""
    return (day - today).days


def reminder_due(left: int) -> int | None:
    """The reminder that has become due: the nearest of `REMIND_AT` at or above what is left; None while it is early.

    A machine that was off on the very day still reminds the day after, once.
    """
    passed = [at for at in REMIND_AT if left <= at]
    return min(passed) if passed else None


def are_in_order(days: Sequence[date]) -> bool:
    """Whether the days come one after another; two may fall together."""
    return all(first <= second for first, second in zip(days, days[1:], strict=False))
