"""Dates into moments: capacity, intake and arrival rates day by day, with weekdays and holidays.

Day 0 is the first simulated day. A warm-up lies before the model's start and repeats the same weekdays of the year
that follows, so that calendars need not reach back.
"""

import datetime as dt
import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from harmoni import ticks
from harmoni.model.parts import CENSUS, HOLIDAY, HOURS, Arrivals, Model, Period, Unit

UNLIMITED = 2**60
MINUTES = 60


def days_before_start(model: Model) -> int:
    """Days that are simulated and thrown away before the first one that counts."""
    return 0 if model.horizon.begin == CENSUS else model.horizon.warm_up_days


def dates(model: Model) -> list[dt.date]:
    """For each simulated day, the date whose calendar holds."""
    horizon, before = model.horizon, days_before_start(model)
    found = []
    for offset in range(-before, horizon.days):
        year_on = math.ceil(-offset / 364) * 364 if offset < 0 else 0
        found.append(horizon.start + dt.timedelta(days=offset + year_on))
    return found


def holds(row: Period | Arrivals, date: dt.date, is_holiday: bool) -> bool:
    """Whether a row of a calendar is about a date. `is_holiday` only where the calendar names holidays at all."""
    if (row.start and date < row.start) or (row.end and date > row.end):
        return False
    return (HOLIDAY if is_holiday else date.weekday()) in row.days


def names_holidays(rows: tuple[Period, ...] | tuple[Arrivals, ...]) -> bool:
    """Whether holidays are set apart: some row is for holidays, and not for every kind of day."""
    return any((HOLIDAY in row.days) != (len(row.days & frozenset(range(7))) == 7) for row in rows)


def load(unit: Unit, places: float) -> int:
    """Places as the engine counts them: beds and slots as they are, hours a week as minutes."""
    return round(places * MINUTES) if unit.kind == HOURS else round(places)


def capacity_on(model: Model, unit: Unit, date: dt.date) -> int:
    """What may be used on a date: built or, where it is less, staffed."""
    if unit.built is None:
        return UNLIMITED
    apart = names_holidays(unit.staffed)
    staffed = [row.places for row in unit.staffed if holds(row, date, apart and date in model.holidays)]
    return load(unit, min([unit.built, *staffed]))


def capacity_steps(model: Model, unit: Unit) -> Iterator[tuple[int, int]]:
    """Moments at which the capacity changes, and the new one; the first at 0."""
    last = -1
    for day, date in enumerate(dates(model)):
        now = capacity_on(model, unit, date)
        if now != last:
            yield day * ticks.TICKS_PER_DAY, now
            last = now


def intake_steps(model: Model, unit: Unit) -> Iterator[tuple[int, int]]:
    """Moments at which the unit begins (1) or stops (0) taking in patients; the first at 0."""
    intake, last = unit.intake, -1
    for day, date in enumerate(dates(model)):
        takes = date.weekday() in intake.days and (intake.on_holidays or date not in model.holidays)
        steps = [(0.0, int(takes and intake.from_hour == 0.0))]
        if takes and intake.from_hour > 0.0:
            steps.append((intake.from_hour, 1))
        if takes and intake.to_hour < 24.0:
            steps.append((intake.to_hour, 0))
        for hour, is_open in steps:
            if is_open != last:
                yield day * ticks.TICKS_PER_DAY + round(hour * ticks.TICKS_PER_HOUR), is_open
                last = is_open


def arrival_rates(model: Model) -> NDArray[np.float64]:
    """Patients a day by group, day and hour of the day."""
    place = {group.id: number for number, group in enumerate(model.groups)}
    by_group = {group.id: tuple(row for row in model.arrivals if row.group == group.id) for group in model.groups}
    found = np.zeros((len(model.groups), len(dates(model)), 24))
    for group, rows in by_group.items():
        apart = names_holidays(rows)
        for day, date in enumerate(dates(model)):
            for row in rows:
                if holds(row, date, apart and date in model.holidays):
                    hours = row.to_hour - row.from_hour
                    found[place[group], day, row.from_hour : row.to_hour] += row.per_day * 24 / hours
    return found
