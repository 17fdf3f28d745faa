"""What the search looks at in each replication: a short row of numbers instead of all daily series.

The same sums as `harmoni.answers.replication`, which a test holds them to.
"""

from dataclasses import dataclass

import numpy as np

from harmoni.answers.names import SOCIETY
from harmoni.answers.replication import Reader, check_sums
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats
from harmoni.engine.memory import Memory
from harmoni.engine.program import Program, build
from harmoni.engine.run import replications
from harmoni.optimise.question import DAYS_A_YEAR, Design, Limit, Question
from harmoni.statistics.study import long_term
from harmoni.ticks import TICKS_PER_DAY

WITHIN_A_DAY = 5
"""Bins of waits that are shorter than a day: none, and four quarters."""


@dataclass(frozen=True)
class Sample:
    """Replications of one design: rows, by what was measured."""

    question: Question
    rows: Floats

    @property
    def count(self) -> int:
        return len(self.rows)

    def cost(self, party: str) -> Floats:
        """NOK a year."""
        parties = self.question.parties
        if party == SOCIETY:
            return np.asarray(self.rows[:, : len(parties)].sum(axis=1))
        return self.rows[:, parties.index(party)]

    def fees(self, party: str) -> Floats:
        """NOK a year: paid less got."""
        return self.rows[:, len(self.question.parties) + self.question.parties.index(party)]

    def _after_parties(self, at: int) -> Floats:
        return self.rows[:, 2 * len(self.question.parties) + at]

    @property
    def waiting(self) -> Floats:
        """Ready and waiting in hospital, on average."""
        return self._after_parties(0)

    @property
    def fee_days(self) -> Floats:
        return self._after_parties(1)

    @property
    def waiting_days(self) -> Floats:
        """Patient-days of waiting a year, anywhere."""
        return self._after_parties(2)

    @property
    def objective(self) -> Floats:
        """What is to be as small as can be: NOK a year of those whose cost counts, with what waiting is worth."""
        return self.cost(self.question.count) + self.question.waiting_day * self.waiting_days

    def share(self, place: int) -> float:
        """The share that limit number `place` is about, over all replications."""
        return float(self._after_parties(3 + 2 * place).sum() / max(self._after_parties(4 + 2 * place).sum(), 1.0))

    def share_by_replication(self, place: int) -> Floats:
        return np.asarray(self._after_parties(3 + 2 * place) / np.maximum(self._after_parties(4 + 2 * place), 1.0))

    def holds(self, place: int) -> bool:
        limit, share = self.question.limits[place], self.share(place)
        return share <= limit.share if limit.more_than is not None else share >= limit.share

    @property
    def is_within_limits(self) -> bool:
        return all(self.holds(place) for place in range(len(self.question.limits)))

    @property
    def excess(self) -> float:
        """How far the limits are passed, together; 0 when they hold."""
        total = 0.0
        for place, limit in enumerate(self.question.limits):
            beyond = self.share(place) - limit.share
            total += max(beyond if limit.more_than is not None else -beyond, 0.0)
        return total


@dataclass(frozen=True)
class Prices:
    """NOK by day, which no design changes."""

    fee: Floats
    blocked: Floats
    place_days: dict[str, float]
    """By unit: NOK for a place over the days that count."""

    @classmethod
    def of(cls, program: Program) -> "Prices":
        reader = Reader(program)
        from harmoni.answers.fees import price_on

        place = {
            unit.id: sum(price_on(program.model, "place_day", unit.id, date) for date in reader.dates[reader.first :])
            for unit in program.model.units
        }
        return cls(reader.fee_price, reader.blocked_price, place)


def simulate(question: Question, design: Design, seed: int, first: int, count: int, prices: Prices) -> Floats:
    """Rows of replications `first` and on, of a design in a steady year."""
    program = build(long_term(question.changed(design)))

    def read(memory: Memory) -> Floats:
        return row(question, design, program, prices, memory)

    return np.array(list(replications(program, seed, range(first, first + count), read)))


def row(question: Question, design: Design, program: Program, prices: Prices, memory: Memory) -> Floats:
    """One replication as the search sees it."""
    check_sums(memory)
    first, units = int(program.whole[c.COUNTED_FROM]), program.model.units
    daily = memory.daily[first:]
    days = len(daily)
    paid, got = memory.fee_days_paid[:, first:], memory.fee_days_got[:, first:]
    held = daily[:, :, c.DAY_HELD] / TICKS_PER_DAY
    fees = (paid - got) @ prices.fee[first:]
    blocked = (held * prices.blocked[first:]).sum(axis=0)
    cost, owed = question.added(design), dict.fromkeys(question.parties, 0.0)
    for number, unit in enumerate(units):
        place = prices.place_days[unit.id] * (unit.built or 0.0)
        cost[unit.owner] += (place + float(fees[number]) + float(blocked[number])) * DAYS_A_YEAR / days
        owed[unit.owner] += float(fees[number]) * DAYS_A_YEAR / days
    waiting = held[:, [number for number, unit in enumerate(units) if unit.has_fee]].sum(axis=1)
    outside = daily[:, :, c.DAY_OUTSIDE].sum() / TICKS_PER_DAY
    found = [cost[party] for party in question.parties] + [owed[party] for party in question.parties]
    found += [
        float(waiting.mean()),
        float(paid.sum()) * DAYS_A_YEAR / days,
        (float(held.sum()) + float(outside)) * DAYS_A_YEAR / days,
    ]
    for limit in question.limits:
        found += _counted(limit, program, memory, waiting)
    return np.array(found)


def _counted(limit: Limit, program: Program, memory: Memory, waiting: Floats) -> list[float]:
    """How many of how many."""
    if limit.more_than is not None:
        return [float((waiting > limit.more_than).sum()), float(len(waiting))]
    number = next(at for at, unit in enumerate(program.model.units) if unit.id == limit.unit)
    bins = memory.waits[number].sum(axis=0)
    return [float(bins[:WITHIN_A_DAY].sum()), float(bins.sum())]
