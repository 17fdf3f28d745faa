"""Partial dates: as exact as the source and no more.

The written form is a subset of EDTF (ISO 8601-2:2019): `2024`, `2023-24` (winter), `2024-06`, `2025-09-24`, and
`unknown` for something that happened without anyone writing down when.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 1500, 2200

_FORM = re.compile(r"^(?P<year>[0-9]{4})(?:-(?P<part>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?$")
# Meteorological seasons; winter belongs to the year it ends the calendar of, so it is told by its December.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}


class DateRefused(ValueError):
    """The text is not a date in any of the allowed forms."""


class Precision(StrEnum):
    """How exactly a date is known."""

    UNKNOWN = "unknown"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True)
class PartialDate:
    """A date with the precision it is known with. `text` is the written form and the only state."""

    text: str

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date a text means. Raises DateRefused when it is no date, or one that does not exist."""
        cleaned = str(text).strip()
        if cleaned == UNKNOWN:
            return cls(UNKNOWN)
        match = _FORM.match(cleaned)
        if not match or not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
            raise DateRefused(cleaned)
        part = int(match["part"] or 0)
        if match["part"] and not (1 <= part <= 12 or (part in _SEASON_MONTHS and not match["day"])):
            raise DateRefused(cleaned)
        if match["day"] and not 1 <= int(match["day"]) <= calendar.monthrange(int(match["year"]), part)[1]:
            raise DateRefused(cleaned)
        return cls(cleaned)

    @property
    def precision(self) -> Precision:
        """What is known of it."""
        if self.text == UNKNOWN:
            return Precision.UNKNOWN
        if len(self.text) == 4:
            return Precision.YEAR
        if len(self.text) == 10:
            return Precision.DAY
        return Precision.SEASON if self.part in _SEASON_MONTHS else Precision.MONTH

    @property
    def year(self) -> int | None:
        """The calendar year, None when unknown."""
        return None if self.text == UNKNOWN else int(self.text[:4])

    @property
    def part(self) -> int:
        """The month (1-12) or season (21-24); 0 when only the year is known."""
        return int(self.text[5:7]) if self.text != UNKNOWN and len(self.text) >= 7 else 0

    @property
    def earliest(self) -> date | None:
        """The first day it can mean."""
        if self.year is None:
            return None
        if self.precision is Precision.DAY:
            return date.fromisoformat(self.text)
        return date(self.year, _SEASON_MONTHS.get(self.part, (self.part or 1, 0))[0], 1)

    @property
    def latest(self) -> date | None:
        """The last day it can mean."""
        if self.year is None:
            return None
        if self.precision is Precision.DAY:
            return date.fromisoformat(self.text)
        month = _SEASON_MONTHS[self.part][1] if self.part in _SEASON_MONTHS else (self.part or 12)
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day this can mean lies before every day the other can mean; False when either is unknown."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


def covers(start: str, end: str, day: date) -> bool:
    """Whether a day lies between two written dates; an empty or unknown side is open."""
    first = PartialDate.parse(start).earliest if start else None
    last = PartialDate.parse(end).latest if end else None
    return (first is None or first <= day) and (last is None or day <= last)
