"""Draws, stays and needs in the compiled loop."""

import math

from harmoni.draws import philox
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.compiled import compiled
from harmoni.engine.heap import push
from harmoni.engine.random import pair, share, words
from harmoni.engine.sample import length_at
from harmoni.engine.steps import change, mark, note_value
from harmoni.ticks import TICKS_PER_DAY

_STAY_AND_ROUTE, _LAYER = philox.STAY_AND_ROUTE, philox.PURPOSE_BITS


@compiled
def draw(m: Ints, patient: int, purpose: int) -> tuple[float, float]:
    """Two numbers that belong to the patient, the step and the purpose."""
    layer = m[patient + c.LAYER] << _LAYER
    number, key, step = m[patient + c.NUMBER], m[patient + c.KEY], m[patient + c.STEP]
    return pair(number, key, step, purpose | layer, m[c.SEED], m[c.REPLICATION])


@compiled
def foresee(m: Ints, patient: int) -> None:
    """The draws of the next stay, as soon as it is known that there will be one: the processor makes them while the
    patient is moved about, where `begin_stay` would have to wait for them."""
    layer = m[patient + c.LAYER] << _LAYER
    number, key, step = m[patient + c.NUMBER], m[patient + c.KEY], m[patient + c.STEP] + 1
    luck, route = words(number, key, step, _STAY_AND_ROUTE | layer, m[c.SEED], m[c.REPLICATION])
    m[patient + c.NEXT_LUCK] = luck
    m[patient + c.NEXT_ROUTE_DRAW] = route


@compiled
def length(m: Ints, f: Floats, table: int, hazard: float) -> float:
    """Days, from a table."""
    mean, knots = f[m[table + c.MEAN_AT]], m[table + c.KNOTS_AT]
    return length_at(m[table + c.KIND], mean, f, knots, m[table + c.KNOT_COUNT], hazard)


@compiled
def whole(days: float) -> int:
    """Days in ticks, to the nearest."""
    return int(math.floor(days * TICKS_PER_DAY + 0.5))


@compiled
def cell_of(m: Ints, patient: int, unit: int) -> int:
    """What the patient's group meets in a unit."""
    return m[unit + c.CELLS_AT] + m[patient + c.GROUP] * c.CELL_COLUMNS  # type: ignore[no-any-return]


@compiled
def scaled(m: Ints, f: Floats, load: int, route: int) -> int:
    """A load with the factor of the way the patient came."""
    if route == 0:
        return load
    return int(math.ceil(load * f[m[route + c.FACTORS_AT] + c.HOURS_FACTOR]))


@compiled
def need_in(m: Ints, f: Floats, patient: int, unit: int) -> int:
    """The load a patient brings to a unit."""
    first = m[cell_of(m, patient, unit) + c.FIRST_NEED]
    return scaled(m, f, m[first + c.NEED_LOAD], m[patient + c.NEXT_FACTOR])


@compiled
def begin_stay(m: Ints, f: Floats, patient: int, unit: int, past: float, elapsed: int) -> None:
    """Clinical need from now on: how long, where to afterwards, and how the hours fall."""
    cell = cell_of(m, patient, unit)
    factor = m[patient + c.NEXT_FACTOR]
    m[patient + c.STEP] += 1
    m[patient + c.STATE] = c.IN_CARE
    m[patient + c.SINCE] = m[c.NOW] - elapsed
    m[patient + c.FACTOR] = factor
    m[patient + c.NEXT_FACTOR] = 0
    m[patient + c.ROUTE_DRAW] = m[patient + c.NEXT_ROUTE_DRAW]
    days = length(m, f, m[cell + c.STAY], past - math.log(1.0 - share(m[patient + c.NEXT_LUCK])))
    if factor != 0:
        days *= f[m[factor + c.FACTORS_AT] + c.STAY_FACTOR]
    push(m, m[c.NOW] + max(1, whole(days) - elapsed), c.BECOMES_READY, patient)
    begin_need(m, f, patient, cell, elapsed)
    if m[patient + c.NEED_ROW] < m[cell + c.LAST_NEED]:
        _plan_need(m, patient)


@compiled
def begin_need(m: Ints, f: Floats, patient: int, cell: int, elapsed: int) -> None:
    """Which of the falling needs holds after the time that has passed."""
    at = m[cell + c.FIRST_NEED]
    while at < m[cell + c.LAST_NEED] and m[at + c.NEED_COLUMNS + c.NEED_FROM] <= elapsed:
        at += c.NEED_COLUMNS
    m[patient + c.NEED_ROW] = at
    m[patient + c.LOAD] = scaled(m, f, m[at + c.NEED_LOAD], m[patient + c.FACTOR])
    m[patient + c.NEED_EVENT] = c.NEVER


@compiled
def _plan_need(m: Ints, patient: int) -> None:
    at = m[patient + c.SINCE] + m[m[patient + c.NEED_ROW] + c.NEED_COLUMNS + c.NEED_FROM]
    m[patient + c.NEED_EVENT] = push(m, at, c.NEEDS_LESS, patient)


@compiled
def need_less(m: Ints, f: Floats, patient: int) -> None:
    """The next, lower need of hours."""
    unit = m[patient + c.UNIT]
    m[patient + c.NEED_ROW] += c.NEED_COLUMNS
    load = scaled(m, f, m[m[patient + c.NEED_ROW] + c.NEED_LOAD], m[patient + c.FACTOR])
    change(m, unit, c.USED, load - m[patient + c.LOAD])
    m[patient + c.LOAD] = load
    m[patient + c.NEED_EVENT] = c.NEVER
    note_value(m, c.LOG_NEEDS, patient, unit, load)
    if m[patient + c.NEED_ROW] < m[cell_of(m, patient, unit) + c.LAST_NEED]:
        _plan_need(m, patient)
    mark(m, unit)
