"""Small languages inside fields: numbers, dates, weekdays."""

import datetime as dt
import math

from harmoni.model.parts import ALL_DAYS, HOLIDAY
from harmoni.texts import say

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def number(text: str) -> float:
    """A number with a point or a comma."""
    try:
        value = float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        raise ValueError(say("«{text}» is not a number. Write it like 0.25.", text=text)) from None
    if not math.isfinite(value):
        raise ValueError(say("«{text}» is not a finite number.", text=text))
    return value


def whole(text: str) -> int:
    value = number(text)
    if value != int(value):
        raise ValueError(say("«{text}» is not a whole number.", text=text))
    return int(value)


def date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(say("«{text}» is not a date. Write it like 2026-01-31.", text=text)) from None


def weekdays(text: str) -> frozenset[int]:
    """`mon-fri`, `sat,sun,holiday`, `all`."""
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        ends = part.split("-")
        if part in ("", "all"):
            found |= ALL_DAYS | {HOLIDAY}
        elif part == "holiday":
            found.add(HOLIDAY)
        elif len(ends) <= 2 and all(end in WEEKDAYS for end in ends):
            first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
            found |= {day % 7 for day in range(first, last + 1 + (7 if last < first else 0))}
        else:
            raise ValueError(
                say("«{part}» is not a weekday. Use mon, tue … sun, ranges like mon-fri, holiday, or all.", part=part)
            )
    return frozenset(found)


def days_text(days: frozenset[int]) -> str:
    """What `weekdays` reads."""
    if days >= ALL_DAYS | {HOLIDAY}:
        return "all"
    names = (
        ["mon-fri"] if days - {HOLIDAY} == frozenset(range(5)) else [WEEKDAYS[day] for day in sorted(days - {HOLIDAY})]
    )
    return ",".join([*names, *(["holiday"] if HOLIDAY in days else [])])


def kind(name: str) -> str:
    """What a unit is counted in, in the reader's language."""
    return {"beds": say("beds"), "slots": say("slots"), "hours": say("hours")}.get(name, name)


def patients(text: str) -> int:
    """How many patients a row of the census stands for."""
    value = whole(text)
    if not 1 <= value <= 10_000:
        raise ValueError(say("{value} patients in one row is not possible: it must be from 1 to 10,000.", value=value))
    return value
