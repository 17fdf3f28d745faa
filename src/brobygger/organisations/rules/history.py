"""What a unit or organisation was called, and whether it was there, on a day (R47)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from brobygger.dates.rules import PartialDate, covers


@dataclass(frozen=True)
class FormerName:
    """A name somebody went by until a date; `valid_to` may be empty when nobody knows until when."""

    text: str
    valid_to: str = ""


def name_on(day: date, official: str, former: Iterable[FormerName]) -> str:
    """The name that held on a day: the former name that ended first of those not ended yet, else the official one.

    A former name without a known end never holds: nobody can say that it did on that day.
    """
    held = [
        (latest, name.text)
        for name in former
        if name.valid_to and (latest := PartialDate.parse(name.valid_to).latest) is not None and day <= latest
    ]
    return min(held)[1] if held else official


def existed_on(day: date, valid_from: str, valid_to: str) -> bool:
    """Whether something was there on a day, as far as anybody wrote down."""
    return covers(valid_from, valid_to, day)
