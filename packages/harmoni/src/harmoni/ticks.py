"""Time in the engine: whole tenths of a second.

Whole numbers make a run the same everywhere: sums do not depend on the order they are added in, two events are at
the same moment or they are not, and a last digit that differs between two mathematics libraries is rounded away.
"""

TICKS_PER_HOUR = 36_000
TICKS_PER_DAY = 24 * TICKS_PER_HOUR


def from_days(days: float) -> int:
    """The nearest moment, for lengths and moments given in days."""
    return round(days * TICKS_PER_DAY)


def to_days(ticks: float) -> float:
    return ticks / TICKS_PER_DAY
