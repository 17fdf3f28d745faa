"""Long runs of small models against theory. Seeds are fixed, so that a rung holds always or never."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from harmoni.answers.replication import Replication
from harmoni.engine.arrays import Floats
from harmoni.engine.program import key_of
from harmoni.model.parts import Model
from harmoni.selftest import models
from harmoni.statistics.study import simulate
from harmoni.texts import say
from harmoni.theory import chains, queues
from harmoni.ticks import TICKS_PER_DAY

SEED = 20260105
FARTHEST = 4.0
RUNS = 60

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Result:
    """One number of one rung: what came out, what is exact, and how sure the simulation is."""

    name: str
    simulated: float
    exact: float
    error: float

    @property
    def z(self) -> float:
        if self.error == 0:
            return 0.0 if self.simulated == self.exact else float("inf")
        return (self.simulated - self.exact) / self.error

    @property
    def is_fine(self) -> bool:
        return abs(self.z) < FARTHEST


@dataclass(frozen=True)
class Rung:
    """A model, and the numbers to hold against theory: name, exact value, and how a replication shows it."""

    name: str
    model: Callable[[], Model]
    numbers: Callable[[], list[tuple[str, float, Callable[[Replication], float]]]]

    @property
    def said(self) -> str:
        """Its name in the reader's language; the name itself gives the seed and stays what it is."""
        return {
            "Jackson network": say("Jackson network"),
            "Priorities (Cobham)": say("Priorities (Cobham)"),
            "Two units, blocking": say("Two units, blocking"),
            "Three units, blocking": say("Three units, blocking"),
        }.get(self.name, self.name)


def climb(share: float = 1.0, progress: Progress | None = None) -> list[Result]:
    """Every rung; `share` of the usual number of replications."""
    found: list[Result] = []
    for place, rung in enumerate(RUNGS):
        found += stand(rung, max(12, round(RUNS * share)))
        if progress:
            progress(place + 1, len(RUNGS))
    return found


def stand(rung: Rung, runs: int) -> list[Result]:
    """One rung: means over replications with their standard errors. Each has a seed of its own, or all would err alike."""
    seed = (SEED + key_of(rung.name)) % 2**32
    study = simulate(rung.model(), seed, runs)
    results = []
    for name, exact, shown in rung.numbers():
        values = np.array([shown(run) for run in study.runs])
        error = float(values.std(ddof=1) / np.sqrt(len(values)))
        results.append(Result(f"{rung.said}: {name}", float(values.mean()), exact, error))
    return results


def outside(unit: int) -> Callable[[Replication], float]:
    return lambda run: float(run.outside[:, unit].mean())


def cared(unit: int) -> Callable[[Replication], float]:
    return lambda run: float(run.in_care[:, unit].mean())


def held(unit: int) -> Callable[[Replication], float]:
    return lambda run: float(run.held[:, unit].mean())


def waited(unit: int, group: int = 0) -> Callable[[Replication], float]:
    return lambda run: float(run.group_waits[group, unit, 1] / run.group_waits[group, unit, 0] / TICKS_PER_DAY)


def turned_away(rate: float) -> Callable[[Replication], float]:
    """The share of patients: those turned away by the expected number that came."""
    return lambda run: float(run.turned_away[:, 0].mean() / rate)


def on_weekday(day: int) -> Callable[[Replication], float]:
    return lambda run: float(run.in_care[day::7, 0].mean())


def _row(name: str, row: chains.Row) -> Rung:
    def numbers() -> list[tuple[str, float, Callable[[Replication], float]]]:
        exact = chains.solve(row)
        found = [(say("waiting outside"), exact.outside, outside(0))]
        for unit in range(len(row.places)):
            found.append((say("in care {unit}", unit=unit + 1), exact.in_care[unit], cared(unit)))
            if unit + 1 < len(row.places):
                found.append((say("held in {unit}", unit=unit + 1), exact.held[unit], held(unit)))
        found.append((say("turned away"), exact.turned_away, turned_away(row.arrivals_a_day)))
        return found

    return Rung(name, lambda: models.in_a_row(row), numbers)


def in_line(unit: int) -> Callable[[Replication], float]:
    """All who wait for a station of the Jackson network: outside, or in the boundless unit before it."""
    if unit == 0:
        return lambda run: float(run.outside[:, 0].mean() + run.held[:, 3].mean())
    return lambda run: float(run.held[:, 2].mean())


TWO = chains.Row(4.0, (6, 4), (1.0, 1.2), (0.6, 0.0), 12)
THREE = chains.Row(3.0, (4, 3, 2), (0.9, 1.0, 0.9), (0.7, 0.6, 0.0), 6)
WEEK = np.array([6.0, 5.0, 5.0, 4.0, 4.0, 1.0, 0.5])
JACKSON: Floats = np.array([2.0 / (1 - 0.3 * 0.5), 2.0 * 0.5 / (1 - 0.3 * 0.5)])

RUNGS: tuple[Rung, ...] = (
    Rung(
        "M/M/1",
        lambda: models.station(1, models.exponential(1.0), 0.7),
        lambda: [
            (say("wait"), queues.mean_wait(1, 0.7, 1.0), waited(0)),
            (say("line"), queues.mean_line(1, 0.7), outside(0)),
            (say("in care"), 0.7, cared(0)),
        ],
    ),
    Rung(
        "M/M/10",
        lambda: models.station(10, models.exponential(2.0), 4.0),
        lambda: [(say("wait (Erlang C)"), queues.mean_wait(10, 8.0, 2.0), waited(0)),
                 (say("line"), queues.mean_line(10, 8.0), outside(0))],
    ),
    Rung(
        "M/M/10/10",
        lambda: models.station(10, models.exponential(2.0), 4.0, room=0),
        lambda: [(say("turned away (Erlang B)"), queues.erlang_b(10, 8.0), turned_away(4.0))],
    ),
    Rung(
        "M/lognormal/10/10",
        lambda: models.station(10, models.lognormal(2.0, 3.0), 4.0, room=0),
        lambda: [(say("turned away (insensitive)"), queues.erlang_b(10, 8.0), turned_away(4.0))],
    ),
    Rung(
        "M/mixture/10/10",
        lambda: models.station(10, models.mixture(2.0), 4.0, room=0),
        lambda: [(say("turned away (insensitive)"), queues.erlang_b(10, 8.0), turned_away(4.0))],
    ),
    Rung(
        "M/M/10/15",
        lambda: models.station(10, models.exponential(2.0), 4.5, room=5),
        lambda: [
            (say("turned away"), float(queues.limited(10, 5, 9.0)[-1]), turned_away(4.5)),
            (say("line"), float(queues.limited(10, 5, 9.0)[11:] @ np.arange(1, 6)), outside(0)),
        ],
    ),
    Rung(
        "M/gamma/∞",
        lambda: models.station(None, models.gamma(5.0, 0.6), 3.0),
        lambda: [(say("in care"), 15.0, cared(0))],
    ),
    Rung(
        "Mt/G/∞",
        lambda: models.station(None, models.lognormal(3.0, 2.0), 0.0, week=WEEK),
        lambda: [
            (say("weekday {day}", day=day + 1), float(mean), on_weekday(day))
            for day, mean in enumerate(queues.daily_occupancy(WEEK, models.lognormal(3.0, 2.0)))
        ],
    ),
    Rung(
        "Jackson network",
        models.jackson,
        lambda: [
            (say("line {unit}", unit=unit + 1), queues.mean_line(places, float(rate) * stay), in_line(unit))
            for unit, (rate, places, stay) in enumerate(zip(JACKSON, (4, 2), (1.2, 1.2), strict=True))
        ],
    ),
    Rung(
        "Priorities (Cobham)",
        models.priorities,
        lambda: [
            (say("wait of priority {place}", place=place + 1), wait, waited(0, place))
            for place, wait in enumerate(queues.priority_waits(3, [0.6, 0.9, 1.0], 1.0))
        ],
    ),
    _row("Two units, blocking", TWO),
    _row("Three units, blocking", THREE),
)  # fmt: skip
