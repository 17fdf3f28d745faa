"""How long contact data are kept."""

from __future__ import annotations

from datetime import date

YEARS_KEPT = 2
# Coordinators are told so long before somebody is forgotten.
DAYS_AHEAD = 31
# Nobody can ask for more at a time.
YEARS_AT_MOST = 5


def kept_until(last_used: date, years: int = YEARS_KEPT) -> date:
    """The last day somebody is kept who was last used on a day."""
    try:
        return last_used.replace(year=last_used.year + years)
    except ValueError:  # the 29th of February
        return last_used.replace(year=last_used.year + years, day=28)


def is_sensible(until: date, *, today: date) -> bool:
    """Whether one may ask for contact data to be kept until a day: not in the past, and not for ever."""
    return today <= until <= kept_until(today, YEARS_AT_MOST)
