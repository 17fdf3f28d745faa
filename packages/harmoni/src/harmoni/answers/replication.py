"""One replication as numbers: daily series, waits, fees, cost by party, causes; checked before it is believed."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from harmoni.answers.fees import price_on
from harmoni.engine import columns as c
from harmoni.engine.arrays import Counts, Floats, Ints, Series
from harmoni.engine.memory import Memory
from harmoni.engine.program import Program
from harmoni.model import calendar
from harmoni.model.parts import HOURS
from harmoni.ticks import TICKS_PER_DAY


class BrokenSums(AssertionError):
    """A run whose books do not balance: a mistake in the engine, never in the model."""


def check_sums(memory: Memory) -> None:
    """Little's law for every unit and line, and that nobody was lost or made on the way: exactly, in every run."""
    inside = memory.daily[:, :, c.DAY_CARED] + memory.daily[:, :, c.DAY_HELD]
    if not np.array_equal(inside.sum(axis=0), memory.units[:, c.PRESENT_TIME]):
        raise BrokenSums("Time in units, summed by day and summed by patient, is not the same.")
    if not np.array_equal(memory.daily[:, :, c.DAY_OUTSIDE].sum(axis=0), memory.units[:, c.OUTSIDE_TIME]):
        raise BrokenSums("Time in line, summed by day and summed by patient, is not the same.")
    came = memory[c.ARRIVED] + memory[c.CENSUS_COUNT]
    if came != memory[c.LEFT] + memory[c.DIED] + memory[c.LOST] + memory[c.INSIDE]:
        raise BrokenSums("Not as many patients left or are inside as came.")


def _short(values: Floats) -> Series:
    """Seven digits are plenty for one replication, and half the memory."""
    return values.astype(np.float32)


def _by_week(memory: Memory) -> Series:
    """The last days of a run are always a whole week's."""
    days = memory.daily[memory[c.DAYS] % 7 :]
    present = days[:, :, c.DAY_CARED] + days[:, :, c.DAY_HELD] + days[:, :, c.DAY_OUTSIDE]
    return _short(present.reshape(-1, 7, memory[c.UNIT_COUNT]).mean(axis=1) / TICKS_PER_DAY)


@dataclass(frozen=True)
class Replication:
    """What is kept of one replication, for the days that count."""

    in_care: Series
    """Day, unit: patients, on average over the day."""
    held: Series
    used: Series
    """Places (or hours a week)."""
    outside: Series
    weeks: Series
    """Week from the first simulated day, also of the warm-up; unit: patients in it and its line, on average."""
    pairs: Floats
    """Pair: patients held, on average over the days."""
    admitted: Counts
    turned_away: Counts
    waits: Counts
    group_waits: Ints
    fee_days: Counts
    """Unit waited for, day."""
    causes: Series
    """Unit held, unit where the wait began, reason: patients, on average over the days."""
    nok_a_year: dict[str, float]
    """By party: places, own cost of blocked beds, fees paid less fees got."""
    fees_paid: dict[str, float]
    rings: int
    events: int


@dataclass(frozen=True)
class Reader:
    """Turns the memory of runs of one program into replications."""

    program: Program

    @cached_property
    def dates(self) -> list[dt.date]:
        return calendar.dates(self.program.model)

    @cached_property
    def fee_price(self) -> Floats:
        return np.array([price_on(self.program.model, "fee_day", "", date) for date in self.dates])

    @cached_property
    def blocked_price(self) -> Floats:
        units = self.program.model.units
        return np.array(
            [[price_on(self.program.model, "blocked_day", unit.id, d) for unit in units] for d in self.dates]
        )

    @cached_property
    def place_cost(self) -> dict[str, float]:
        """NOK of the places that are built, by party, over the days that count."""
        found: dict[str, float] = {}
        for unit in self.program.model.units:
            prices = [price_on(self.program.model, "place_day", unit.id, date) for date in self.dates]
            cost = sum(prices[self.first :]) * (unit.built or 0.0)
            found[unit.owner] = found.get(unit.owner, 0.0) + cost
        return found

    @property
    def first(self) -> int:
        return int(self.program.whole[c.COUNTED_FROM])

    def read(self, memory: Memory) -> Replication:
        """The days that count of one run."""
        check_sums(memory)
        first, model = self.first, self.program.model
        daily = memory.daily[first:]
        scale = np.array([calendar.MINUTES if unit.kind == HOURS else 1 for unit in model.units])
        days = len(daily)
        nok, paid = self._cost(memory)
        return Replication(
            in_care=_short(daily[:, :, c.DAY_CARED] / TICKS_PER_DAY),
            held=_short(daily[:, :, c.DAY_HELD] / TICKS_PER_DAY),
            used=_short(daily[:, :, c.DAY_USED] / TICKS_PER_DAY / scale),
            outside=_short(daily[:, :, c.DAY_OUTSIDE] / TICKS_PER_DAY),
            weeks=_by_week(memory),
            pairs=memory.pair_daily[first:].mean(axis=0) / TICKS_PER_DAY,
            admitted=daily[:, :, c.DAY_ADMITTED].astype(np.int32),
            turned_away=daily[:, :, c.DAY_TURNED_AWAY].astype(np.int32),
            waits=memory.waits.astype(np.int32),
            group_waits=memory.group_waits.copy(),
            fee_days=memory.fee_days_paid[:, first:].astype(np.int32),
            causes=_short(memory.causes / days),
            nok_a_year={party: total * 365 / days for party, total in nok.items()},
            fees_paid={party: total * 365 / days for party, total in paid.items()},
            rings=memory[c.RINGS],
            events=memory[c.EVENTS],
        )

    def _cost(self, memory: Memory) -> tuple[dict[str, float], dict[str, float]]:
        """By party, over the days that count: all cost, and the fees within it."""
        first, units = self.first, self.program.model.units
        paid = memory.fee_days_paid[:, first:] @ self.fee_price[first:]
        got = memory.fee_days_got[:, first:] @ self.fee_price[first:]
        held = memory.daily[first:, :, c.DAY_HELD] / TICKS_PER_DAY * self.blocked_price[first:]
        nok, fees = dict(self.place_cost), dict.fromkeys(self.place_cost, 0.0)
        for number, unit in enumerate(units):
            nok[unit.owner] += float(paid[number] - got[number] + held[:, number].sum())
            fees[unit.owner] += float(paid[number] - got[number])
        return nok, fees
