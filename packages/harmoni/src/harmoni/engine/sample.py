"""The compiled form of `harmoni.draws.tables.length_at`; the same numbers to the last bit."""

import math

from harmoni.draws import tables
from harmoni.engine.arrays import Floats
from harmoni.engine.compiled import compiled

_EXPONENTIAL, _CONSTANT, _STRAIGHT = tables.EXPONENTIAL, tables.CONSTANT, tables.STRAIGHT
_LOWEST, _OCTAVES, _PER_OCTAVE = tables.LOWEST_OCTAVE, tables.OCTAVES, tables.KNOTS_PER_OCTAVE


@compiled
def length_at(kind: int, mean: float, f: Floats, knots: int, count: int, hazard: float) -> float:
    """The length in days at a cumulated hazard; the table is `count` pairs of numbers from `f[knots]`."""
    if kind == _EXPONENTIAL:
        return hazard * mean
    if kind == _CONSTANT:
        return mean
    if kind == _STRAIGHT:
        return _on_straight_lines(f, knots, count, -math.expm1(-hazard))
    mantissa, exponent = math.frexp(hazard)
    octave = exponent - 1 - _LOWEST
    if octave < 0:
        return f[knots] * math.ldexp(hazard, -_LOWEST)  # type: ignore[no-any-return]
    if octave >= _OCTAVES:
        last = knots + 2 * (count - 1)
        return f[last] + f[last + 1] * (hazard - math.ldexp(1.0, _LOWEST + _OCTAVES))  # type: ignore[no-any-return]
    place = (2.0 * mantissa - 1.0) * _PER_OCTAVE
    step = int(place)
    t = place - step
    at = knots + 2 * (octave * _PER_OCTAVE + step)
    width = math.ldexp(1.0, octave + _LOWEST) / _PER_OCTAVE
    rest = 1.0 - t
    value = (1.0 + 2.0 * t) * rest * rest * f[at] + t * rest * rest * width * f[at + 1]
    return value + t * t * (3.0 - 2.0 * t) * f[at + 2] - t * t * rest * width * f[at + 3]  # type: ignore[no-any-return]


@compiled
def _on_straight_lines(f: Floats, knots: int, count: int, share: float) -> float:
    low, high = knots, knots + 2 * (count - 1)
    while high - low > 2:
        middle = low + ((high - low) // 4) * 2
        if f[middle] <= share:
            low = middle
        else:
            high = middle
    width = f[high] - f[low]
    part = (share - f[low]) / width if width > 0.0 else 1.0
    return f[low + 1] + part * (f[high + 1] - f[low + 1])  # type: ignore[no-any-return]
