"""Where a patient goes next, in the compiled loop."""

import math

from harmoni.draws import philox
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.compiled import compiled
from harmoni.engine.stays import draw, need_in

_SUBSTITUTION = philox.SUBSTITUTION


@compiled
def choose(m: Ints, f: Floats, patient: int, cell: int, luck: int) -> int:
    """Sets the destination, priority and factors of a patient, and returns the destination."""
    route = m[cell + c.FIRST_ROUTE]
    while luck >= m[route + c.UP_TO]:
        route += c.ROUTE_COLUMNS
    m[patient + c.ROUTE] = route
    m[patient + c.CLASS] = m[route + c.PRIORITY]
    m[patient + c.NEXT_FACTOR] = 0
    to, rule = m[route + c.TO_UNIT], m[route + c.RULE]
    m[patient + c.TO] = to
    if to < 0:
        return to  # type: ignore[no-any-return]
    m[patient + c.NEED] = need_in(m, f, patient, to)
    if rule == c.PLAIN:
        return to  # type: ignore[no-any-return]
    if rule == c.IF_FULL:
        if m[to + c.LINE] > 0 or m[to + c.USED] + m[patient + c.NEED] > m[to + c.CAPACITY]:
            share, _ = draw(m, patient, _SUBSTITUTION)
            if share < f[m[route + c.FACTORS_AT] + c.SHARE]:
                return take_alternative(m, f, patient)
    elif rule == c.SHORTEST:
        other = m[route + c.ALTERNATIVE]
        here = _crowding(m, to, m[patient + c.NEED])
        m[patient + c.NEXT_FACTOR] = route
        there = _crowding(m, other, need_in(m, f, patient, other))
        m[patient + c.NEXT_FACTOR] = 0
        if there < here:
            return take_alternative(m, f, patient)
    return to  # type: ignore[no-any-return]


@compiled
def _crowding(m: Ints, unit: int, need: int) -> float:
    """How full a unit would be with this patient and those who wait for it, in parts of its capacity."""
    if m[unit + c.CAPACITY] == 0:
        return math.inf
    return float(m[unit + c.USED] + (m[unit + c.LINE] + 1) * need) / float(m[unit + c.CAPACITY])


@compiled
def take_alternative(m: Ints, f: Floats, patient: int) -> int:
    """The other way that the patient's route names, with its factors."""
    route = m[patient + c.ROUTE]
    to = m[route + c.ALTERNATIVE]
    m[patient + c.NEXT_FACTOR] = route
    m[patient + c.TO] = to
    if to > 0:
        m[patient + c.NEED] = need_in(m, f, patient, to)
    return to  # type: ignore[no-any-return]
