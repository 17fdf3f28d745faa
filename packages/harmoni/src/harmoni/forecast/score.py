"""Forecasts against what came: how often the fans held, whether they lean, and whether they beat "as it is today".

- **PIT**: where in the fan each day fell, from 0 to 1. Good fans give all parts alike. Where values are equal (no
  patient waits), the place among them is drawn, always the same way: else a fan that is mostly 0 would seem too wide.
- **Coverage**: of days, how many fell inside the fan that should hold 50, and 90, of 100; by that place.
- **CRPS**: the distance between the fan and what came, in patients; for a single number it is the absolute error.
"""

import datetime as dt
import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from harmoni.engine.arrays import Floats
from harmoni.forecast.make import Forecast, Series
from harmoni.forecast.observe import Observed, value
from harmoni.statistics.intervals import interval
from harmoni.texts import say

BANDS = (50, 90)
PIT_BINS = 10
ENOUGH_FORECASTS = 8
"""Days of one forecast are alike: fewer forecasts than this say little about how good the next will be."""


@dataclass(frozen=True)
class Point:
    """One day of one series of one forecast."""

    start: dt.date
    ahead: int
    """Days into the forecast, from 1."""
    unit: str
    what: str
    came: float
    mean: float
    crps: float
    crps_as_today: float
    pit: float
    inside: tuple[bool, ...]
    """For each of `BANDS`."""
    is_certain: bool
    """Every value of the fan is the same: nothing was in doubt."""


@dataclass(frozen=True)
class Score:
    """Points together."""

    points: int
    forecasts: int
    came: float
    expected: float
    crps: float
    skill: float
    """1 is a perfect forecast, 0 as good as "as it is today", below 0 worse."""
    coverage: tuple[float, ...]
    """For each of `BANDS`: the share inside, of what was in doubt."""
    pit: tuple[int, ...]
    """How many fell in each tenth of the fan."""
    leaning: float
    """The mean place in the fan less a half, in standard errors: above 2, more came than was said."""
    spread: float
    """How far the places in the fan lie from its middle, against what they should: above 1, the fan is too narrow."""

    @property
    def verdict(self) -> str:
        """In words, and carefully where there is little to judge by."""
        if self.forecasts < ENOUGH_FORECASTS:
            return say(
                "too few forecasts to judge ({forecasts} of {enough})",
                forecasts=self.forecasts,
                enough=ENOUGH_FORECASTS,
            )
        words = []
        if abs(self.leaning) > 2:
            words.append(say("more came than was said") if self.leaning > 0 else say("less came than was said"))
        if self.spread > 1.25:
            words.append(say("the fan is too narrow"))
        elif self.spread < 0.75:
            words.append(say("the fan is too wide"))
        return f" {say('and')} ".join(words) or say("the fan holds")


@dataclass(frozen=True)
class Effect:
    """A scenario that was carried out: what was promised, and what came against what was expected without it."""

    unit: str
    what: str
    promised: tuple[float, float, float]
    """Mean, and the ends that 90 of 100 lie between."""
    reached: tuple[float, float, float]

    @property
    def is_untold(self) -> bool:
        """No change can be told from chance."""
        return self.reached[1] <= 0 <= self.reached[2]

    @property
    def verdict(self) -> str:
        if self.is_untold:
            return say("cannot be told from 0")
        if self.reached[2] < self.promised[1] or self.reached[1] > self.promised[2]:
            return say("other than promised")
        return say("as promised")


def crps(members: Floats, came: float) -> float:
    """The continuous ranked probability score of equally likely values, given in order."""
    count = len(members)
    ranks = 2.0 * np.arange(count) - count + 1
    return float(np.abs(members - came).mean() - (ranks * members).sum() / count**2)


def pit(members: Floats, came: float, name: str) -> float:
    """The place of a value among equally likely ones; among equal ones drawn, the same each time for a name."""
    below, equal = int((members < came).sum()), int((members == came).sum())
    luck = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode()))).random()
    return float((below + luck * (equal + 1)) / (len(members) + 1))


def points(forecast: Forecast, observed: Observed) -> list[Point]:
    """Every day of every series for which something came to be known."""
    found = []
    for series in forecast.series:
        for day, members in enumerate(series.days):
            date = forecast.start + dt.timedelta(days=day)
            came = value(observed, date, series.unit, series.what, forecast.fee_units)
            if came is not None:
                found.append(_point(forecast.start, day + 1, series, members, came))
    return found


def _point(start: dt.date, ahead: int, series: Series, members: Floats, came: float) -> Point:
    place = pit(members, round(came, 3), f"{start} {ahead} {series.unit} {series.what}")
    return Point(
        start=start,
        ahead=ahead,
        unit=series.unit,
        what=series.what,
        came=came,
        mean=float(members.mean()),
        crps=crps(members, came),
        crps_as_today=abs(series.today - came),
        pit=place,
        inside=tuple(abs(place - 0.5) <= band / 200 for band in BANDS),
        is_certain=bool(members[0] == members[-1]),
    )


def summarise(found: Sequence[Point]) -> Score:
    """Of points that belong together; `ValueError` when there are none."""
    if not found:
        raise ValueError(say("Nothing that was forecast is known yet."))
    doubtful = [point for point in found if not point.is_certain] or list(found)
    places = np.array([point.pit for point in doubtful])
    as_today = float(np.mean([point.crps_as_today for point in found]))
    score = float(np.mean([point.crps for point in found]))
    return Score(
        points=len(found),
        forecasts=len({point.start for point in found}),
        came=float(np.mean([point.came for point in found])),
        expected=float(np.mean([point.mean for point in found])),
        crps=score,
        skill=1 - score / as_today if as_today > 0 else math.nan,
        coverage=tuple(float(np.mean([point.inside[n] for point in doubtful])) for n in range(len(BANDS))),
        pit=tuple(int(n) for n in np.histogram(places, PIT_BINS, (0.0, 1.0))[0]),
        leaning=_leaning(doubtful),
        spread=float(np.sqrt(((places - 0.5) ** 2).mean() * 12)),
    )


def _leaning(found: Sequence[Point]) -> float:
    """In standard errors over forecasts, since the days of one are alike."""
    by_start: dict[dt.date, list[float]] = {}
    for point in found:
        by_start.setdefault(point.start, []).append(point.pit - 0.5)
    means = np.array([np.mean(rows) for rows in by_start.values()])
    if len(means) < 2:
        return 0.0
    # A few forecasts may agree by chance: not surer than even places and wholly dependent days would be.
    error = max(float(means.std(ddof=1)), 0.05) / math.sqrt(len(means))
    return float(means.mean()) / error


def table(found: Sequence[Point], by: Callable[[Point], str]) -> dict[str, Score]:
    """Scores of points that share a name, in the order in which the names come."""
    groups: dict[str, list[Point]] = {}
    for point in found:
        groups.setdefault(by(point), []).append(point)
    return {name: summarise(rows) for name, rows in groups.items()}


def by_series(point: Point) -> str:
    return f"{point.unit or 'hospital'}: {point.what}"


def by_week(point: Point) -> str:
    week = (point.ahead - 1) // 7
    return f"days {7 * week + 1} to {7 * week + 7}"


def effects(forecast: Forecast, observed: Observed) -> list[Effect]:
    """What a decided scenario changed, on average over the days; only of series that are known for all of them."""
    found = []
    for series in forecast.otherwise:
        dates = [forecast.start + dt.timedelta(days=day) for day in range(forecast.days)]
        came = [value(observed, date, series.unit, series.what, forecast.fee_units) for date in dates]
        known = [number for number in came if number is not None]
        promise = next((p for p in forecast.promised if (p.unit, p.what) == (series.unit, series.what)), None)
        if promise is None or len(known) < len(came) or promise.mean == promise.low == promise.high == 0:
            continue
        reached = np.mean(known) - series.whole
        low, high = np.quantile(reached, (0.05, 0.95), method="hazen")
        found.append(
            Effect(
                series.unit,
                series.what,
                (promise.mean, promise.low, promise.high),
                (float(reached.mean()), float(low), float(high)),
            )
        )
    return found


def skill_interval(found: Iterable[Point]) -> tuple[float, float]:
    """Of the mean gain over "as it is today", in patients: over forecasts, since the days of one are alike."""
    by_start: dict[dt.date, list[float]] = {}
    for point in found:
        by_start.setdefault(point.start, []).append(point.crps_as_today - point.crps)
    return interval(np.array([float(np.mean(rows)) for rows in by_start.values()]))
