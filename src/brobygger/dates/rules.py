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


# Dates as people write them, in bokmål, nynorsk and English.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january",
            "februar feb february",
            "mars mar march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "desember des december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_SEASONS = {
    name: number
    for number, names in (
        (21, "vår våren spring"),
        (22, "sommer sommeren sommar sommaren summer"),
        (23, "høst høsten haust hausten autumn fall"),
        (24, "vinter vinteren winter"),
    )
    for name in names.split()
}
_UNKNOWN = frozenset("ukjent ukjend unknown ? -".split())
_DAY_FIRST = re.compile(r"^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})$")
_MONTH_FIRST = re.compile(r"^(\d{1,2})[./\-](\d{4})$")
_WORDS = re.compile(r"^(?:(\d{1,2})\.?\s+)?([^\W\d]+)\.?,?\s+(\d{4})$")
_PIVOT = 70


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


def read_date(text: str) -> str:
    """The written form of a date as somebody wrote it: `5.3.2024` → `2024-03-05`, «mars 2024» → `2024-03`, «våren 2024».

    Empty stays empty. Days come before months, as in Norway; two-digit years are 1970 to 2069. Raises DateRefused.
    """
    cleaned = " ".join(text.split()).strip(" .").lower()
    if not cleaned:
        return ""
    if cleaned in _UNKNOWN:
        return UNKNOWN
    if found := _DAY_FIRST.match(cleaned):
        day, month, year = found.groups()
        whole = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _PIVOT else 2000)
        return PartialDate.parse(f"{whole:04}-{int(month):02}-{int(day):02}").text
    if found := _MONTH_FIRST.match(cleaned):
        if not 1 <= int(found[1]) <= 12:
            raise DateRefused(text)
        return PartialDate.parse(f"{found[2]}-{int(found[1]):02}").text
    if found := _WORDS.match(cleaned):
        day, word, year = found.groups()
        month = _MONTHS.get(word)
        if month:
            return PartialDate.parse(f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}").text
        if word in _SEASONS and not day:
            return PartialDate.parse(f"{year}-{_SEASONS[word]}").text
    return PartialDate.parse(cleaned).text
