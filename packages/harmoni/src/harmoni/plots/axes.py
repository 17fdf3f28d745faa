"""From numbers to places on paper, and round numbers along an axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A straight one: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def step_for(low: float, high: float, wanted: int) -> float:
    """1, 2 or 5 times a power of ten, so that about `wanted` of them fill the range."""
    rough = max(high - low, 1e-9) / max(wanted, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * factor for factor in (1.0, 2.0, 5.0, 10.0) if size * factor >= rough * 0.999)


def ticks(low: float, high: float, wanted: int) -> list[float]:
    """Round numbers within the range."""
    step = step_for(low, high, wanted)
    first = math.ceil(low / step - 1e-9)
    found = []
    while first * step <= high + step * 1e-9:
        found.append(first * step)
        first += 1
    return found


def around(values: Sequence[float], wanted: int, with_zero: bool = False) -> tuple[float, float]:
    """A range that ends on round numbers and holds all values that are finite; never empty."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9 * max(abs(high), 1.0):
        high = low + max(abs(high), 1.0)
    # A wider range may ask for a longer step, and its ends must lie on that.
    for _ in range(4):
        step = step_for(low, high, wanted)
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return low, high


def digits(step: float) -> int:
    """Decimals that the numbers along an axis need."""
    return max(0, -math.floor(math.log10(step) + 1e-9))
