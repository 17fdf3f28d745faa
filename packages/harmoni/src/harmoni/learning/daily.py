"""The daily numbers of an event log: what forecasts are held against."""

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from harmoni.engine.arrays import Floats
from harmoni.forecast.make import OUTSIDE_LINE, PATIENTS, READY
from harmoni.forecast.observe import Observed
from harmoni.learning.events import Log

Spans = Sequence[tuple[float, float]]


def daily(log: Log, units: Sequence[str] = ()) -> Observed:
    """For every whole day of the log, unit and kind of number: the mean over the day. `units`: also where nobody was."""
    first, last = math.ceil(log.begins - 1e-9), math.floor(log.ends + 2 / 1440)
    found: Observed = {}
    for unit in sorted({*log.units, *units}):
        rows = [visit for visit in log.visits if visit.unit == unit]
        there = [visit for visit in rows if visit.admitted is not None]
        spans: dict[str, Spans] = {
            PATIENTS: [(visit.admitted or 0.0, _end(visit.moved, log)) for visit in there],
            READY: [
                (visit.ready, _end(visit.moved, log))
                for visit in there
                if visit.ready is not None and visit.is_for_another
            ],
            OUTSIDE_LINE: [
                (visit.asked, _end(visit.moved if visit.admitted is None else visit.admitted, log))
                for visit in rows
                if visit.asked is not None
            ],
        }
        for what, parts in spans.items():
            for day, number in zip(range(first, last), means(parts, first, last), strict=True):
                found[dt.date.fromordinal(day), unit, what] = round(float(number), 4)
    return found


def _end(time: float | None, log: Log) -> float:
    return log.ends + 1.0 if time is None else time


def means(spans: Spans, first: int, last: int) -> Floats:
    """How many spans hold, on average over each day from the first to the one before the last."""
    times = np.arange(first, last + 1, dtype=np.float64)
    starts, ends = (np.sort([span[place] for span in spans]) for place in (0, 1))
    return np.diff(_time_since(starts, times) - _time_since(ends, times))


def _time_since(moments: Floats, times: Floats) -> Floats:
    """At each time, the sum of how long ago the moments are that have passed. Counted from the first time, lest digits be
    lost."""
    moments, times = moments - times[0], times - times[0]
    passed = np.searchsorted(moments, times)
    sums = np.concatenate([[0.0], np.cumsum(moments)])
    return np.asarray(passed * times - sums[passed])
