"""What each unit must have at least, in milliseconds and before anything is simulated.

Offered load: what would be in use if nobody ever waited, by hour of the week (Mt/G/∞, through the whole network).
Erlang C: who would wait, were the unit alone with even arrivals. Square-root staffing: the places at which no more than
one in ten would. None of them knows blocking, intake or priorities: a start and a warning, never the answer.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from harmoni.distributions import Distribution
from harmoni.engine.arrays import Floats
from harmoni.model import calendar, flow
from harmoni.model.parts import HOURS, OUTSIDE, Model
from harmoni.optimise.question import Question
from harmoni.theory.queues import erlang_c

HOURS_A_WEEK = 168
Waves = NDArray[np.complex128]
FEW_WAIT = 0.1
_ONE_SIDED = 1.2815515655446004
"""Nine of ten draws of a normal number lie below so many standard deviations."""
_EXACT_DAYS = 70
"""Longer stays than this no longer know on which weekday they began."""


@dataclass(frozen=True)
class Bound:
    """One unit. Places are beds, slots or hours a week; infinite where there is no limit."""

    unit: str
    kind: str
    places: float
    """Mean of what is built and staffed."""
    offered: float
    """In use on a mean day, if nobody ever waited."""
    peak: float
    """The same at the busiest hour of the week."""
    chance_of_waiting: float
    """Erlang C with today's places."""
    mean_wait_days: float
    for_few: float
    """The fewest places at which at most one in ten would wait (Erlang C)."""
    for_peak: float
    """The places that nine of ten busiest hours would not fill."""
    most: float
    """What the budget file lets it have at most; today's places where it says nothing."""

    @property
    def can_cope(self) -> bool:
        return self.offered < self.places

    @property
    def could_cope(self) -> bool:
        """With all that may be built."""
        return self.offered < self.most


def bounds(model: Model, question: Question | None = None) -> list[Bound]:
    """A row for each unit."""
    weeks = loads_by_hour(model)
    loads = weeks.mean(axis=1)
    patients, stays = _patients(model)
    found = []
    for number, (unit, capacity) in enumerate(zip(model.units, flow.mean_capacity(model), strict=True)):
        scale = calendar.MINUTES if unit.kind == HOURS else 1
        places, offered = float(capacity) / scale, float(loads[number]) / scale
        # Hours are counted in patients with the mean need, for whom the formulas are.
        is_counted = unit.kind == HOURS and patients[number] > 0
        one = float(loads[number] / patients[number]) / scale if is_counted else 1.0
        lever = next((row for row in question.levers if row.unit == unit.id), None) if question else None
        added = lever.highest * lever.step if lever else 0.0
        load, room = offered / one, int(places / one) if math.isfinite(places) else 0
        waits = 0.0 if math.isinf(places) else erlang_c(room, load)
        found.append(
            Bound(
                unit=unit.id,
                kind=unit.kind,
                places=places,
                offered=offered,
                peak=float(weeks[number].max()) / scale,
                chance_of_waiting=float(waits),
                mean_wait_days=float(_mean_wait(waits, room, load, stays[number], places)),
                for_few=_few_wait(load) * one,
                for_peak=_for_peak(float(weeks[number].max()) / scale / one) * one,
                most=places + added,
            )
        )
    return found


def loads_by_hour(model: Model) -> Floats:
    """Unit, hour of the week: mean load if nobody ever waited, beginning with the weekday on which the run starts."""
    place = {unit.id: number for number, unit in enumerate(model.units)}
    rates = calendar.arrival_rates(model)[:, -364:]
    weeks = rates.reshape(len(model.groups), -1, HOURS_A_WEEK).mean(axis=1)
    total = np.zeros((len(model.units), HOURS_A_WEEK))
    for group, week in zip(model.groups, weeks, strict=True):
        if not week.any():
            continue
        leaving = np.zeros((len(place), HOURS_A_WEEK), dtype=np.complex128)
        weight = np.zeros((len(place), HOURS_A_WEEK), dtype=np.complex128)
        for unit, number in place.items():
            stay = model.stay_of(unit, group.id)
            if stay is not None:
                leaving[number], weight[number] = _one_stay(stay, _needs(model, unit, group.id))
        onward, entry = np.zeros((len(place), len(place))), np.zeros(len(place))
        for route in model.routes_of(OUTSIDE, group.id):
            if route.to in place:
                entry[place[route.to]] += route.probability
        for unit, number in place.items():
            for route in model.routes_of(unit, group.id):
                if route.to in place:
                    onward[place[route.to], number] += route.probability
        # Frequency by frequency, arrivals at a unit are those from outside and those who left another.
        matrix = np.eye(len(place)) - onward[None] * leaving.T[:, None, :]
        outside = np.fft.fft(week)[:, None] * entry[None]
        reached = np.linalg.solve(matrix, outside[..., None])[..., 0]
        total += np.real(np.fft.ifft(reached.T * weight, axis=1))
    return total


@lru_cache(maxsize=1024)
def _one_stay(stay: Distribution, needs: tuple[tuple[float, int], ...]) -> tuple[Waves, Waves]:
    """Over a folded week, as frequencies: when a patient leaves after the hour of arrival, and the load meanwhile."""
    last = max([_EXACT_DAYS, *(from_day + 1 for from_day, _ in needs)])
    hours = np.arange(int(last) * 24 + 1)
    there = np.exp(-stay.hazard(hours / 24))
    # Who comes during an hour is, in each hour that follows, half in one of its own and half in the next.
    leaves, present = _half_an_hour_on(-np.diff(there)), _half_an_hour_on((there[:-1] + there[1:]) / 2 / 24)
    hourly = np.ones(len(hours))
    for from_day, load in needs:
        hourly[hours >= from_day * 24] = load
    # What comes later no longer knows its weekday, and is spread over the week.
    late = (stay.mean - present.sum()) * hourly[-1]
    leaving = _folded(leaves) + (1 - leaves.sum()) / HOURS_A_WEEK
    return np.fft.fft(leaving), np.fft.fft(_folded(present * hourly) + late / HOURS_A_WEEK)


def _half_an_hour_on(values: Floats) -> Floats:
    return np.asarray((np.append(values, 0.0) + np.append(0.0, values)) / 2)


def _needs(model: Model, unit_id: str, group: str) -> tuple[tuple[float, int], ...]:
    unit = model.unit(unit_id)
    needs = model.needs_of(unit_id, group) if unit.kind == HOURS else ()
    return tuple((need.from_day, calendar.load(unit, need.hours)) for need in needs)


def _folded(values: Floats) -> Floats:
    return np.asarray(np.bincount(np.arange(len(values)) % HOURS_A_WEEK, values, HOURS_A_WEEK), dtype=np.float64)


def _patients(model: Model) -> tuple[Floats, Floats]:
    """Patients in each unit if nobody ever waited, and the mean days there, over all who come."""
    days, count = np.zeros(len(model.units)), np.zeros(len(model.units))
    for rate, group in zip(flow.arrivals_per_day(model), model.groups, strict=True):
        if rate > 0:
            reached = rate * flow.visits(model, group.id)
            stays = [model.stay_of(unit.id, group.id) for unit in model.units]
            days += reached * [stay.mean if stay else 0.0 for stay in stays]
            count += reached
    return days, np.divide(days, count, out=np.zeros(len(days)), where=count > 0)


def _mean_wait(waits: float, room: int, load: float, stay: float, places: float) -> float:
    if math.isinf(places):
        return 0.0
    return waits * stay / (room - load) if load < room else math.inf


def _few_wait(load: float) -> int:
    """From the load and its square root upwards; large units take no longer than small ones."""
    low, high = math.ceil(load), math.ceil(load + 4 * math.sqrt(load) + 4)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if erlang_c(middle, load) <= FEW_WAIT else (middle + 1, high)
    return low


def _for_peak(load: float) -> int:
    return math.ceil(load + _ONE_SIDED * math.sqrt(load))
