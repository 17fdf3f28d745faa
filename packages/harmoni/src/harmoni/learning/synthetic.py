"""A synthetic event log: what a log of a model's patients would look like, with nobody real in it."""

import datetime as dt
import math
from collections import defaultdict
from dataclasses import replace

import numpy as np

from harmoni.distributions import Distribution
from harmoni.draws import philox
from harmoni.draws.tables import length_at, tabulate
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.program import CENSUS_KEY, Program, build, key_of
from harmoni.engine.random import pair
from harmoni.engine.run import logged
from harmoni.learning.events import Log, Visit
from harmoni.model import calendar
from harmoni.model.parts import DIES, LEAVES, Model, Route
from harmoni.ticks import TICKS_PER_DAY, TICKS_PER_HOUR


def log_of(model: Model, seed: int, replication: int = 0) -> Log:
    """The event log of one replication, for the days that count."""
    program = build(model)
    lines = logged(program, seed, replication).log
    return visits(model, lines, _Luck(program, seed, replication, lines))


class _Luck:
    """The draws of single patients, found again by their names: when the municipality is told stands in no log."""

    def __init__(self, program: Program, seed: int, replication: int, lines: Ints) -> None:
        self.model, self.key = program.model, (seed, replication)
        self.names: dict[int, tuple[int, int, int]] = {}
        """By serial number: the patient's number, stream and layer."""
        points = self._points(calendar.arrival_rates(program.model), program.days)
        census = iter(_census_order(program.model))
        for time, what, serial, group, _, _ in lines[np.isin(lines[:, c.LOG_WHAT], (c.LOG_ARRIVES, c.LOG_PRESENT))]:
            if what == c.LOG_PRESENT:
                self.names[int(serial)] = (next(census), CENSUS_KEY, 0)
            else:
                _, layer, number, key = points[int(group), int(time)].pop(0)
                self.names[int(serial)] = (number, key, layer)

    def _points(self, rates: Floats, days: int) -> dict[tuple[int, int], list[tuple[int, int, int, int]]]:
        """Who arrives in each group at each moment: the same points below the rate as the engine takes. Of two at one
        moment the one comes first that was planned first: when the one before it in its layer came."""
        found: dict[tuple[int, int], list[tuple[int, int, int, int]]] = defaultdict(list)
        for group, one in enumerate(self.model.groups):
            highest, layer = float(rates[group].max(initial=0.0)), 0
            by_hour = rates[group].ravel()
            while highest > 0 and (layer == 0 or 2.0 ** (layer - 1) < highest):
                low, height = (0.0, 1.0) if layer == 0 else (2.0 ** (layer - 1), 2.0 ** (layer - 1))
                key, purpose = key_of(f"group {one.id}"), philox.ARRIVAL | layer << philox.PURPOSE_BITS
                at, number, planned = 0, 0, -1
                while True:
                    gap, up = pair(number, key, 0, purpose, *self.key)
                    at += _whole(-math.log(1.0 - gap) / height)
                    if at >= days * TICKS_PER_DAY:
                        break
                    if low + up * height < by_hour[at // TICKS_PER_HOUR]:
                        found[group, at].append((planned, layer, number, key))
                        planned = at
                    number += 1
                layer += 1
        for together in found.values():
            together.sort()
        return found

    def delays(self, serial: int, step: int, held: int, wanted: int) -> tuple[int, int]:
        """From admission until the notice, and from it until the answer."""
        lucks = self._draw(serial, step, philox.NOTICE_AND_ANSWER)
        units = self.model.units
        notice, answer = (
            _length(distribution, luck)
            for distribution, luck in zip((units[held].notice, units[wanted].answer), lucks, strict=True)
        )
        return notice, answer

    def first_way(self, serial: int, step: int, group: str, origin: str) -> Route:
        """The route of a patient who is ready, before any rule takes another way."""
        point, up_to = int(self._draw(serial, step, philox.STAY_AND_ROUTE)[1] * c.DRAWS), 0.0
        for route in self.model.routes_of(origin, group):
            up_to += route.probability
            if point < round(up_to * c.DRAWS):
                break
        return route

    def _draw(self, serial: int, step: int, purpose: int) -> tuple[float, float]:
        number, key, layer = self.names[serial]
        return pair(number, key, step, purpose | layer << philox.PURPOSE_BITS, *self.key)


def _census_order(model: Model) -> list[int]:
    if not model.begins_with_census:
        return []
    rows = list(enumerate(model.census))
    rows.sort(key=lambda row: (bool(row[1].waiting_for), -row[1].waited_days if row[1].waiting_for else 0.0))
    return [number for number, _ in rows]


def _length(distribution: Distribution | None, luck: float) -> int:
    return 0 if distribution is None else _whole(length_at(tabulate(distribution), -math.log(1.0 - luck)))


def _whole(days: float) -> int:
    return math.floor(days * TICKS_PER_DAY + 0.5)


def visits(model: Model, lines: Ints, luck: _Luck) -> Log:
    """The lines of an engine's log, patient by patient."""
    first = calendar.days_before_start(model)
    begins = float(model.horizon.start.toordinal())
    writer = _Writer(model, luck, begins - first)
    for line in lines.tolist():
        writer.read(*line)
    rows = [visit for visit in writer.visits() if visit.moved is None or visit.moved >= begins]
    rows.sort(key=lambda visit: (visit.patient, visit.came))
    return Log(tuple(rows), begins, begins + model.horizon.days).as_of(begins + model.horizon.days)


class _Writer:
    """Makes visits of log lines."""

    def __init__(self, model: Model, luck: _Luck, zero: float) -> None:
        self.model, self.luck, self.zero = model, luck, zero
        self.open: dict[int, Visit] = {}
        self.step: dict[int, int] = defaultdict(int)
        self.closed: list[Visit] = []
        self.present = _census_order(model)

    def visits(self) -> list[Visit]:
        return [*self.closed, *self.open.values()]

    def read(self, tick: int, what: int, serial: int, group: int, unit: int, other: int) -> None:
        time = self.zero + tick / TICKS_PER_DAY
        if what == c.LOG_ARRIVES:
            if unit >= 0:
                self.open[serial] = self._fresh(serial, group, unit, asked=time)
        elif what == c.LOG_PRESENT:
            self._be_present(serial, group, unit, other)
        elif what == c.LOG_ADMITTED:
            self._admit(time, serial, group, unit, other)
        elif what == c.LOG_READY:
            self._be_ready(time, serial, unit, other)
        elif what == c.LOG_CHANGES:
            self._change(time, serial, unit, other)
        elif what in (c.LOG_LEAVES, c.LOG_DIES, c.LOG_TURNED_AWAY):
            self._close(serial, time)

    def _fresh(
        self, serial: int, group: int, unit: int, asked: float | None = None, admitted: float | None = None
    ) -> Visit:
        name = f"s{serial:07d}"
        return Visit(name, self.model.groups[group].id, self.model.units[unit].id, asked, admitted)

    def _close(self, serial: int, time: float) -> None:
        visit = self.open.pop(serial, None)
        if visit is not None:
            self.closed.append(replace(visit, moved=time))

    def _be_present(self, serial: int, group: int, unit: int, wanted: int) -> None:
        row = self.model.census[self.present.pop(0)]
        self.step[serial] = 1
        if unit < 0:
            self.open[serial] = self._fresh(serial, group, wanted, asked=self.zero - row.waited_days)
            return
        visit = self._fresh(serial, group, unit, admitted=self.zero - row.days)
        if wanted >= 0:
            visit = replace(visit, ready=self.zero - row.waited_days, destination=self.model.units[wanted].id)
        self.open[serial] = visit

    def _admit(self, time: float, serial: int, group: int, unit: int, held: int) -> None:
        before = self.open[serial]
        if held < 0:
            self.open[serial] = replace(before, unit=self.model.units[unit].id, admitted=time)
        else:
            self._close(serial, time)
            self.open[serial] = self._fresh(serial, group, unit, admitted=time)
        self.step[serial] += 1

    def _be_ready(self, time: float, serial: int, unit: int, to: int) -> None:
        before = self.open[serial]
        way = self.luck.first_way(serial, self.step[serial], before.group, before.unit)
        visit = replace(before, ready=time, destination=self._named(to))
        if way.to != visit.destination:
            visit = replace(visit, wanted=way.to)
        if to >= 0 and to != unit and self.model.units[unit].has_fee and self.model.units[to].pays_fee:
            notice, answer = self.luck.delays(serial, self.step[serial], unit, to)
            assert visit.admitted is not None
            told = visit.admitted + notice / TICKS_PER_DAY
            visit = replace(visit, notified=told, answered=told + answer / TICKS_PER_DAY)
        self.open[serial] = visit

    def _change(self, time: float, serial: int, before: int, to: int) -> None:
        visit = self.open[serial]
        if visit.admitted is None:
            if to >= 0:
                self.open[serial] = replace(visit, unit=self.model.units[to].id)
        else:
            wanted = visit.wanted or self.model.units[before].id
            self.open[serial] = replace(visit, wanted=wanted, destination=self._named(to))

    def _named(self, number: int) -> str:
        return {c.LOG_HOME: LEAVES, c.LOG_DEATH: DIES}.get(number) or self.model.units[number].id


def with_days(model: Model, start: dt.date | None, days: int | None) -> Model:
    """The model for other days than its own."""
    horizon = replace(model.horizon, start=start or model.horizon.start, days=days or model.horizon.days)
    return replace(model, horizon=horizon)
