"""Back tests: forecasts as they would have been made in the past, with what was known then, against what came."""

import datetime as dt
import math
from dataclasses import replace

from harmoni.executors.base import Executor
from harmoni.forecast import make, score
from harmoni.learning.cells import SMALLEST
from harmoni.learning.daily import daily
from harmoni.learning.events import Log
from harmoni.learning.learn import learn
from harmoni.learning.stays import Progress
from harmoni.model.parts import Model
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say


def back_test(
    log: Log,
    base: Model | None = None,
    count: int = 8,
    days: int = make.DAYS,
    replications: int = 200,
    smallest: int = SMALLEST,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> list[score.Point]:
    """Learn from the log as it was on each of `count` days in its second half, forecast, and score.

    `BadModel` when the log is too short, or when somebody was there whom the model has no place for.
    """
    found: list[score.Point] = []
    for number, start in enumerate(starts(log, count, days)):
        if progress:
            progress(number, count)
        known = log.as_of(float(start.toordinal()), base)
        learned = learn(known, base, smallest, with_census=True).model
        model = make.from_census(_large_enough(learned), start, days)
        forecast = make.forecast(model, number, replications, workers, executor=executor)
        found += score.points(forecast, daily(log, [unit.id for unit in model.units]))
    return found


def starts(log: Log, count: int, days: int) -> list[dt.date]:
    """The first days of the forecasts: evenly over the second half, so that all that was forecast has come."""
    middle, last = math.ceil((log.begins + log.ends) / 2), math.floor(log.ends + 2 / 1440) - days
    if last <= middle or (count > 1 and last - middle < count - 1):
        message = say(
            "{days:.0f} days are too few to learn from the first half and forecast {count} times {ahead} days in the second.",
            days=log.days,
            count=count,
            ahead=days,
        )
        raise BadModel([Problem("", "", "back-test", message)])
    step = (last - middle) / max(count - 1, 1)
    return [dt.date.fromordinal(math.floor(last - step * number)) for number in reversed(range(count))]


def _large_enough(model: Model) -> Model:
    """Beds in the corridor: a unit holds at least those who were there."""
    there = {unit.id: sum(1 for row in model.census if row.unit == unit.id) for unit in model.units}
    units = tuple(
        replace(unit, built=max(unit.built, float(there[unit.id])))
        if unit.built is not None and unit.kind != "hours"
        else unit
        for unit in model.units
    )
    return replace(model, units=units)
