"""The words that may stand in the fields of a meeting."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

# What somebody writes about a case, and the days somebody could have meant.
LONGEST = 4000
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)


class MeetingState(StrEnum):
    """Where a meeting is. A held one keeps what was shown."""

    PLANNED = "planned"
    HELD = "held"


class Outcome(StrEnum):
    """What became of a case in the meeting. All but *postponed* are decisions."""

    ADOPTED = "adopted"
    CHANGED = "changed"
    NOTED = "noted"
    REJECTED = "rejected"
    POSTPONED = "postponed"


class FollowUp(StrEnum):
    """What has become of a decision since."""

    UNDERWAY = "underway"
    DONE = "done"
    DROPPED = "dropped"
