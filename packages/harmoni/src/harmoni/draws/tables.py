"""Distributions as tables of numbers, so that one drawing function serves all of them.

Smooth distributions become the inverse of their cumulated hazard at 64 points an octave from 2^-20 to 2^6, joined by
monotone cubics: about a hundred-millionth off, far below the tenth of a second that a length is rounded to.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from harmoni.distributions import Array, Constant, Distribution, Empirical, Exponential

EXPONENTIAL, CONSTANT, SMOOTH, STRAIGHT = 0, 1, 2, 3

LOWEST_OCTAVE, OCTAVES, KNOTS_PER_OCTAVE = -20, 26, 64
KNOTS = OCTAVES * KNOTS_PER_OCTAVE + 1


@dataclass(frozen=True)
class Table:
    """What the engine needs to draw: the kind, the mean, and knots with two numbers each."""

    kind: int
    mean: float
    knots: Array


def knot_hazards() -> Array:
    """Where the smooth tables have their points."""
    octave = np.repeat(np.arange(OCTAVES), KNOTS_PER_OCTAVE)
    part = np.tile(np.arange(KNOTS_PER_OCTAVE) / KNOTS_PER_OCTAVE, OCTAVES)
    points = np.ldexp(1.0 + part, octave + LOWEST_OCTAVE)
    return np.concatenate([points, [2.0 ** (LOWEST_OCTAVE + OCTAVES)]])


@lru_cache(maxsize=1024)
def tabulate(distribution: Distribution) -> Table:
    """The table of one distribution; made once, since scenarios share nearly all of them."""
    none = np.zeros((0, 2))
    if isinstance(distribution, Exponential):
        return Table(EXPONENTIAL, distribution.mean, none)
    if isinstance(distribution, Constant):
        return Table(CONSTANT, distribution.mean, none)
    if isinstance(distribution, Empirical):
        return Table(STRAIGHT, distribution.mean, np.column_stack(distribution.knots))
    hazards = knot_hazards()
    lengths = np.maximum.accumulate(distribution.at_hazard(hazards))
    near = 1e-4
    around = distribution.at_hazard(hazards * (1 + near)) - distribution.at_hazard(hazards * (1 - near))
    slopes = np.maximum(around / (2 * near * hazards), 0.0)
    # Not steeper than three times the straight lines beside it: then the cubics never turn back.
    lines = np.diff(lengths) / np.diff(hazards)
    slopes[:-1] = np.minimum(slopes[:-1], 3 * lines)
    slopes[1:] = np.minimum(slopes[1:], 3 * lines)
    return Table(SMOOTH, distribution.mean, np.column_stack([lengths, slopes]))


def length_at(table: Table, hazard: float) -> float:
    """The length in days at a cumulated hazard: the readable form of `harmoni.engine.sample.length_at`."""
    if table.kind == EXPONENTIAL:
        return hazard * table.mean
    if table.kind == CONSTANT:
        return table.mean
    if table.kind == STRAIGHT:
        return _on_straight_lines(table.knots, -math.expm1(-hazard))
    return _on_cubics(table.knots, hazard)


def _on_straight_lines(knots: Array, share: float) -> float:
    low, high = 0, len(knots) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if knots[middle, 0] <= share:
            low = middle
        else:
            high = middle
    width = knots[high, 0] - knots[low, 0]
    part = (share - knots[low, 0]) / width if width > 0.0 else 1.0
    return float(knots[low, 1] + part * (knots[high, 1] - knots[low, 1]))


def _on_cubics(knots: Array, hazard: float) -> float:
    mantissa, exponent = math.frexp(hazard)
    octave = exponent - 1 - LOWEST_OCTAVE
    if octave < 0:
        return float(knots[0, 0] * math.ldexp(hazard, -LOWEST_OCTAVE))
    if octave >= OCTAVES:
        return float(knots[-1, 0] + knots[-1, 1] * (hazard - math.ldexp(1.0, LOWEST_OCTAVE + OCTAVES)))
    place = (2.0 * mantissa - 1.0) * KNOTS_PER_OCTAVE
    step = int(place)
    t = place - step
    at = octave * KNOTS_PER_OCTAVE + step
    width = math.ldexp(1.0, octave + LOWEST_OCTAVE) / KNOTS_PER_OCTAVE
    y0, s0, y1, s1 = (float(n) for n in (*knots[at], *knots[at + 1]))
    rest = 1.0 - t
    value = (1.0 + 2.0 * t) * rest * rest * y0 + t * rest * rest * width * s0
    return value + t * t * (3.0 - 2.0 * t) * y1 - t * t * rest * width * s1
