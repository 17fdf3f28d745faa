"""One month at a time: its days in weeks, and the months beside it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from brobygger.dates.rules import FIRST_YEAR, LAST_YEAR

_FORM = re.compile(r"^([0-9]{4})-([0-9]{2})$")


@dataclass(frozen=True)
class Month:
    """A month of a year. `text` is as it stands in addresses and in partial dates: `2024-03`."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str, *, today: date) -> Month:
        """The month of an address; the present one when it cannot be read."""
        match = _FORM.match(text)
        if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR and 1 <= int(match[2]) <= 12:
            return cls(int(match[1]), int(match[2]))
        return cls(today.year, today.month)

    @property
    def text(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    def moved(self, months: int) -> Month | None:
        """So many months later (or earlier, below zero); None outside what can be dated."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1) if FIRST_YEAR <= year <= LAST_YEAR else None

    def weeks(self) -> list[list[date | None]]:
        """The days in weeks from Monday; None for those of other months."""
        return [
            [date(self.year, self.month, day) if day else None for day in week]
            for week in calendar.Calendar().monthdayscalendar(self.year, self.month)
        ]

    def days(self) -> list[str]:
        """Every day as a partial date is written."""
        last = calendar.monthrange(self.year, self.month)[1]
        return [f"{self.text}-{day:02d}" for day in range(1, last + 1)]
