"""A forecast: what each unit will hold on each of the next days, as a hundred equally likely values."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from harmoni import __version__
from harmoni.answers.replication import Replication
from harmoni.engine.arrays import Floats
from harmoni.executors.base import Executor
from harmoni.model import check
from harmoni.model.parts import CENSUS, OUTSIDE, Model, Present
from harmoni.model.problems import BadModel, Problem
from harmoni.model.scenarios import Scenario
from harmoni.statistics.study import Progress, simulate
from harmoni.texts import say

DAYS = 14
LONGEST = 400
MEMBERS = 100
EVERYWHERE = ""
"""In place of a unit: all units for whose ready patients the municipality pays, together."""

PATIENTS, READY, OUTSIDE_LINE = "patients", "ready", "outside"
"""In the unit, in care or held; in the unit, ready and waiting for another; waiting for the unit from outside."""
WHAT = (PATIENTS, READY, OUTSIDE_LINE)


@dataclass(frozen=True)
class Series:
    """One number by day. All values are means over a day, in patients."""

    unit: str
    what: str
    today: float
    """By the census from which the forecast begins."""
    days: Floats
    """Day, member: a hundred values in order, each as likely as the others."""
    whole: Floats
    """The same for the mean over all days."""

    @property
    def name(self) -> str:
        return f"{self.unit or 'hospital'}: {self.what}"

    def quantiles(self, shares: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Floats:
        """Share, day."""
        return np.asarray(np.quantile(self.days, shares, axis=1, method="hazen"))

    def chance_above(self, limit: float) -> Floats:
        """For each day, the chance that the value is above a limit."""
        return np.asarray((self.days > limit).mean(axis=1))


@dataclass(frozen=True)
class Promise:
    """What a scenario was said to change in a series, on average over the days: the same patients with and without."""

    unit: str
    what: str
    mean: float
    low: float
    high: float
    """Five of a hundred are below `low`, five above `high`."""


@dataclass(frozen=True)
class Forecast:
    """What was expected, by which model, from which day; and, where a scenario was decided, what without it."""

    title: str
    start: dt.date
    series: tuple[Series, ...]
    seed: int
    replications: int
    fee_units: tuple[str, ...]
    model: str = ""
    """The checksum of the model's files."""
    made: str = ""
    made_with: str = f"harmoni {__version__}"
    scenario: str = ""
    otherwise: tuple[Series, ...] = ()
    promised: tuple[Promise, ...] = ()

    @property
    def days(self) -> int:
        return len(self.series[0].days) if self.series else 0

    def of(self, unit: str, what: str) -> Series | None:
        return next((one for one in self.series if (one.unit, one.what) == (unit, what)), None)


def from_census(
    model: Model, start: dt.date | None = None, days: int = DAYS, census: tuple[Present, ...] | None = None
) -> Model:
    """The model from the beginning of a day on, with those who are there then; `BadModel` when it cannot be run so."""
    if not 1 <= days <= LONGEST:
        raise BadModel(
            [
                Problem(
                    "",
                    "",
                    "days",
                    say("{days} days is not possible: it must be from 1 to {longest}.", days=days, longest=LONGEST),
                )
            ]
        )
    horizon = replace(model.horizon, start=start or model.horizon.start, days=days, begin=CENSUS, warm_up_days=0)
    changed = replace(model, horizon=horizon, census=model.census if census is None else census)
    wrong = [problem for problem in check.problems_of(changed) if not problem.is_warning]
    if wrong:
        raise BadModel(wrong)
    return changed


def forecast(
    model: Model,
    seed: int = 1,
    replications: int = 400,
    workers: int = 1,
    scenario: Scenario | None = None,
    digest: str = "",
    made: str = "",
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Forecast:
    """From a model made by `from_census`. With a scenario (of the same model): both ways, with the same patients. On
    `workers` threads, or where `executor` is: the forecast is the same."""
    halves = 2 if scenario else 1

    def first(done: int, total: int) -> None:
        if progress:
            progress(done, halves * total)

    def second(done: int, total: int) -> None:
        if progress:
            progress(total + done, halves * total)

    base = simulate(model, seed, replications, workers, progress=first, executor=executor).runs
    series = _series(model, base)
    otherwise: tuple[Series, ...] = ()
    promised: tuple[Promise, ...] = ()
    if scenario:
        changed = replace(scenario.model, horizon=model.horizon, census=model.census)
        runs = simulate(changed, seed, replications, workers, progress=second, executor=executor).runs
        otherwise, series = series, _series(changed, runs)
        promised = _promised(model, base, runs)
    return Forecast(
        title=model.title,
        start=model.horizon.start,
        series=series,
        seed=seed,
        replications=replications,
        fee_units=tuple(unit.id for unit in model.units if unit.has_fee),
        model=digest,
        made=made,
        scenario=f"{scenario.id}: {scenario.title}" if scenario else "",
        otherwise=otherwise,
        promised=promised,
    )


def _asked(model: Model) -> list[tuple[str, str]]:
    """The series that can be other than 0 in this model."""
    units = {unit.id for unit in model.units}
    onward = {route.origin for route in model.routes if {route.to, route.alternative} & (units - {route.origin})}
    entered = {name for route in model.routes if route.origin == OUTSIDE for name in (route.to, route.alternative)}
    onward |= {row.unit for row in model.census if row.waiting_for}
    entered |= {row.waiting_for for row in model.census if not row.unit}
    found = [(EVERYWHERE, READY)] if any(unit.has_fee for unit in model.units) else []
    for unit in model.units:
        found.append((unit.id, PATIENTS))
        found += [(unit.id, READY)] if unit.id in onward else []
        found += [(unit.id, OUTSIDE_LINE)] if unit.id in entered else []
    return found


def values(model: Model, run: Replication, unit: str, what: str) -> Floats:
    """A series of one replication, by day."""
    if unit == EVERYWHERE:
        paid = [number for number, one in enumerate(model.units) if one.has_fee]
        return np.asarray(run.held[:, paid].sum(axis=1, dtype=np.float64))
    number = next(place for place, one in enumerate(model.units) if one.id == unit)
    held = run.held[:, number].astype(np.float64)
    if what == PATIENTS:
        return np.asarray(run.in_care[:, number] + held)
    return held if what == READY else run.outside[:, number].astype(np.float64)


def today(model: Model, unit: str, what: str) -> float:
    """The same by the census."""
    fee_units = {one.id for one in model.units if one.has_fee}
    if unit == EVERYWHERE:
        return float(sum(1 for row in model.census if row.unit in fee_units and row.waiting_for))
    if what == PATIENTS:
        return float(sum(1 for row in model.census if row.unit == unit))
    if what == READY:
        return float(sum(1 for row in model.census if row.unit == unit and row.waiting_for))
    return float(sum(1 for row in model.census if not row.unit and row.waiting_for == unit))


def _series(model: Model, runs: Sequence[Replication]) -> tuple[Series, ...]:
    found = []
    for unit, what in _asked(model):
        by_run = np.array([values(model, run, unit, what) for run in runs])
        found.append(
            Series(unit, what, today(model, unit, what), hundred(by_run).T, hundred(by_run.mean(axis=1, keepdims=True))[:, 0])
        )  # fmt: skip
    return tuple(found)


def hundred(values: Floats) -> Floats:
    """A hundred values that stand for many: the middles of a hundred equal shares, along the first axis."""
    shares = (np.arange(MEMBERS) + 0.5) / MEMBERS
    return np.asarray(np.round(np.quantile(values, shares, axis=0, method="hazen"), 3))


def _promised(model: Model, base: Sequence[Replication], runs: Sequence[Replication]) -> tuple[Promise, ...]:
    found = []
    for unit, what in _asked(model):
        differences = np.array(
            [
                values(model, there, unit, what).mean() - values(model, here, unit, what).mean()
                for here, there in zip(base, runs, strict=True)
            ]
        )
        low, high = np.quantile(differences, (0.05, 0.95))
        found.append(Promise(unit, what, *(round(float(n), 4) for n in (differences.mean(), low, high))))
    return tuple(found)
