"""The compiled form of `harmoni.draws.tables.length_at`; the same numbers to the last bit."""

import math

from harmoni.draws import tables
from harmoni.engine.compiled import Floats, compiled

_EXPONENTIAL, _CONSTANT, _STRAIGHT = tables.EXPONENTIAL, tables.CONSTANT, tables.STRAIGHT
_LOWEST, _OCTAVES, _PER_OCTAVE = tables.LOWEST_OCTAVE, tables.OCTAVES, tables.KNOTS_PER_OCTAVE


@compiled
def length_at(kind: int, mean: float, knots: Floats, first: int, count: int, hazard: float) -> float:
    """The length in days at a cumulated hazard; the table is `count` rows of `knots` from `first`."""
    if kind == _EXPONENTIAL:
        return hazard * mean
    if kind == _CONSTANT:
        return mean
    if kind == _STRAIGHT:
        share = -math.expm1(-hazard)
        low, high = first, first + count - 1
        while high - low > 1:
            middle = (low + high) // 2
            if knots[middle, 0] <= share:
                low = middle
            else:
                high = middle
        width = knots[high, 0] - knots[low, 0]
        part = (share - knots[low, 0]) / width if width > 0.0 else 1.0
        return knots[low, 1] + part * (knots[high, 1] - knots[low, 1])  # type: ignore[no-any-return]
    mantissa, exponent = math.frexp(hazard)
    octave = exponent - 1 - _LOWEST
    if octave < 0:
        return knots[first, 0] * math.ldexp(hazard, -_LOWEST)  # type: ignore[no-any-return]
    if octave >= _OCTAVES:
        last = first + count - 1
        return knots[last, 0] + knots[last, 1] * (hazard - math.ldexp(1.0, _LOWEST + _OCTAVES))  # type: ignore[no-any-return]
    place = (2.0 * mantissa - 1.0) * _PER_OCTAVE
    step = int(place)
    t = place - step
    at = first + octave * _PER_OCTAVE + step
    width = math.ldexp(1.0, octave + _LOWEST) / _PER_OCTAVE
    rest = 1.0 - t
    value = (1.0 + 2.0 * t) * rest * rest * knots[at, 0] + t * rest * rest * width * knots[at, 1]
    return value + t * t * (3.0 - 2.0 * t) * knots[at + 1, 0] - t * t * rest * width * knots[at + 1, 1]  # type: ignore[no-any-return]
