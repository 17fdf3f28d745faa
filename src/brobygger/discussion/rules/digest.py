"""When somebody is due for mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from brobygger.discussion.rules.kinds import Frequency

# A little under a day and a week: a job that starts some minutes earlier than last time still sends.
_BETWEEN = {Frequency.DAILY: timedelta(hours=20), Frequency.WEEKLY: timedelta(days=6, hours=20)}


def is_due(frequency: str, last: datetime | None, now: datetime) -> bool:
    """Whether mail of this frequency may be sent now, when the last was sent at `last`. Unknown words mean never."""
    if frequency not in set(_BETWEEN):
        return False
    return last is None or now - last >= _BETWEEN[Frequency(frequency)]
