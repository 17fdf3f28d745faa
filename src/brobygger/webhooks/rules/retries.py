"""When a message that did not arrive is tried again, and when we stop trying."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
PATIENCE = timedelta(hours=24)


def wait_after(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures in a row: twice as long each time, and never more than two hours.

    `chance`, from 0 to 1, takes up to half of it away, so that those who failed together do not come back together.
    """
    doubled: timedelta = FIRST_WAIT * 2 ** min(max(failures, 1) - 1, 20)
    return min(doubled, LONGEST_WAIT) * (1 - chance / 2)


def is_given_up(failing_since: datetime, now: datetime) -> bool:
    """Whether it has failed for so long that somebody must look at it."""
    return now - failing_since >= PATIENCE
