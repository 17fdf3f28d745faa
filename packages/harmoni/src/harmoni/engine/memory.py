"""The memory of one replication, and views into it by name."""

from dataclasses import dataclass

import numpy as np

from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.program import Program
from harmoni.ticks import TICKS_PER_DAY


@dataclass(frozen=True)
class Memory:
    """All of a run: `m` and `f` are what the compiled loop sees."""

    m: Ints
    f: Floats

    def __getitem__(self, counter: int) -> int:
        return int(self.m[counter])

    def _view(self, at: int, *shape: int) -> Ints:
        first = int(self.m[at])
        return self.m[first : first + int(np.prod(shape))].reshape(shape)

    @property
    def units(self) -> Ints:
        return self._view(c.UNITS_AT, self[c.UNIT_COUNT], c.UNIT_COLUMNS)

    @property
    def daily(self) -> Ints:
        """Day, unit, column of `columns.DAY_…`."""
        return self._view(c.DAILY_AT, self[c.DAYS], self[c.UNIT_COUNT], c.DAY_COLUMNS)

    @property
    def pair_daily(self) -> Ints:
        """Day, pair: patient-ticks held in one and waiting for the other."""
        return self._view(c.PAIR_DAILY_AT, self[c.DAYS], self[c.PAIR_COUNT])

    @property
    def waits(self) -> Ints:
        """Unit, from outside or from a unit, length of the wait."""
        return self._view(c.WAITS_AT, self[c.UNIT_COUNT], 2, c.WAIT_BINS)

    @property
    def group_waits(self) -> Ints:
        """Group, unit: how many were admitted, and how long they waited together."""
        return self._view(c.GROUP_WAITS_AT, self[c.GROUP_COUNT], self[c.UNIT_COUNT], 2)

    @property
    def fee_days_paid(self) -> Ints:
        """Unit waited for, day: patients for whom a day's fee is due."""
        return self._view(c.PAID_AT, self[c.UNIT_COUNT], self[c.DAYS] + 1)[:, :-1].cumsum(axis=1)

    @property
    def fee_days_got(self) -> Ints:
        """Unit held, day: patients for whom a day's fee is due."""
        return self._view(c.GOT_AT, self[c.UNIT_COUNT], self[c.DAYS] + 1)[:, :-1].cumsum(axis=1)

    @property
    def causes(self) -> Floats:
        """Unit held, unit in which the wait began, reason: patient-days, counted at the end of each day."""
        units, first = self[c.UNIT_COUNT], self[c.CAUSES_AT]
        return self.f[first : first + units * units * c.REASONS].reshape(units, units, c.REASONS)

    @property
    def log(self) -> Ints:
        return self._view(c.LOG_AT, self[c.LOG_ROOM], c.LOG_COLUMNS)[: self[c.LOGGED]]


def fresh(
    program: Program, seed: int, replication: int, pool: int, heap: int, log_rows: int, used: Memory | None = None
) -> Memory:
    """Nobody anywhere, at the beginning of the first day. In the place of a memory that is no longer used, if it is as
    large: asking the system for a new one would take a tenth of a run."""
    head = program.whole
    units, groups, pairs, days = (int(head[n]) for n in (c.UNIT_COUNT, c.GROUP_COUNT, c.PAIR_COUNT, c.DAYS))
    buckets = (days * TICKS_PER_DAY >> int(head[c.BUCKET_BITS])) + 1
    sizes = {
        c.WORK_AT: units + 1,
        c.REACHED_AT: units,
        c.DAILY_AT: days * units * c.DAY_COLUMNS,
        c.PAIR_DAILY_AT: days * pairs,
        c.WAITS_AT: units * 2 * c.WAIT_BINS,
        c.GROUP_WAITS_AT: groups * units * 2,
        c.PAID_AT: units * (days + 1),
        c.GOT_AT: units * (days + 1),
        c.HEAP_AT: heap * 2,
        c.LATER_AT: heap * c.LATER_COLUMNS,
        c.BUCKETS_AT: buckets,
        c.POOL_AT: pool * c.PATIENT_COLUMNS,
        c.LOG_AT: log_rows * c.LOG_COLUMNS,
    }
    room = len(head) + sum(sizes.values())
    if used is not None and len(used.m) == room:
        m = used.m
        m[len(head) :] = 0
    else:
        m = np.zeros(room, dtype=np.int64)
    m[: len(head)] = head
    at = len(head)
    for column, size in sizes.items():
        m[column] = at
        at += size
    m[c.SEED], m[c.REPLICATION] = seed, replication
    m[c.HEAP_ROOM], m[c.POOL_ROOM], m[c.LOG_ROOM] = heap, pool, log_rows
    m[c.BUCKET_COUNT] = buckets
    m[c.FREE] = _chain(m, int(m[c.POOL_AT]), pool, c.PATIENT_COLUMNS, c.NEXT)
    m[c.FREE_LATER] = _chain(m, int(m[c.LATER_AT]), heap, c.LATER_COLUMNS, c.LATER_NEXT)
    f = np.concatenate([program.others, np.zeros(units * units * c.REASONS + 2 * units)])
    m[c.CAUSES_AT] = len(program.others)
    m[c.MASS_AT] = len(program.others) + units * units * c.REASONS
    return Memory(m, f)


def _chain(m: Ints, at: int, count: int, columns: int, following: int) -> int:
    """Rows that are free, each naming the next one; where they begin."""
    rows = m[at : at + count * columns].reshape(count, columns)
    rows[:-1, following] = at + np.arange(1, count) * columns
    return at
