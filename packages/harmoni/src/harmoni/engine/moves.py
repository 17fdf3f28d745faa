"""What patients do in the compiled loop: come, are ready, ask, move, leave."""

import math

from harmoni.draws import philox
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.compiled import compiled
from harmoni.engine.heap import push
from harmoni.engine.random import pair
from harmoni.engine.routing import choose, take_alternative
from harmoni.engine.stays import begin_stay, draw, foresee, length, whole
from harmoni.engine.steps import change, count_pair, line_up, mark, note, step_out, wait_bin
from harmoni.ticks import TICKS_PER_DAY, TICKS_PER_HOUR

_STAY_AND_ROUTE, _NOTICE_AND_ANSWER = philox.STAY_AND_ROUTE, philox.NOTICE_AND_ANSWER
_ARRIVAL, _LAYER = philox.ARRIVAL, philox.PURPOSE_BITS


@compiled
def foresee_point(m: Ints, f: Floats, stream: int) -> None:
    """How far on and how high the next point of a layer is: made before it is needed, so that nothing waits for it."""
    layer = m[stream + c.STREAM_LAYER]
    low = 0.0 if layer == 0 else float(1 << (layer - 1))
    height = 1.0 if layer == 0 else low
    purpose = _ARRIVAL | layer << _LAYER
    gap, up = pair(m[stream + c.STREAM_NEXT], m[stream + c.STREAM_KEY], 0, purpose, m[c.SEED], m[c.REPLICATION])
    m[stream + c.STREAM_GAP] = whole(-math.log(1.0 - gap) / height)
    f[m[stream + c.POINT_AT]] = low + up * height


@compiled
def plan_arrival(m: Ints, f: Floats, stream: int) -> None:
    """The next point of a layer that lies below the rate."""
    end = m[c.DAYS] * TICKS_PER_DAY
    rates = m[c.RATES_AT] + m[stream + c.STREAM_GROUP] * m[c.DAYS] * 24
    at = m[c.NOW]
    while True:
        at += m[stream + c.STREAM_GAP]
        height = f[m[stream + c.POINT_AT]]
        m[stream + c.STREAM_NEXT] += 1
        foresee_point(m, f, stream)
        if at >= end:
            return
        if height < f[rates + at // TICKS_PER_HOUR]:
            push(m, at, c.ARRIVES, stream)
            return


@compiled
def new_patient(m: Ints) -> int:
    """A row of the pool; 0 when it is full."""
    patient = m[c.FREE]
    if patient == 0:
        m[c.FULL] = c.POOL_FULL
        return 0
    m[c.FREE] = m[patient + c.NEXT]
    for column in range(c.PATIENT_COLUMNS):
        m[patient + column] = 0
    m[patient + c.FEE_FROM] = m[patient + c.PATIENCE_EVENT] = m[patient + c.NEED_EVENT] = c.NEVER
    m[patient + c.INSIDE_NOW] = 1
    m[patient + c.SERIAL] = m[c.SERIALS]
    m[c.SERIALS] += 1
    m[c.INSIDE] += 1
    if m[c.INSIDE] > m[c.MOST_INSIDE]:
        m[c.MOST_INSIDE] = m[c.INSIDE]
    return patient  # type: ignore[no-any-return]


@compiled
def forget(m: Ints, patient: int) -> None:
    """Back to the pool; what was planned for the patient is void."""
    m[patient + c.INSIDE_NOW] = 0
    m[patient + c.PATIENCE_EVENT] = m[patient + c.NEED_EVENT] = c.NEVER
    m[patient + c.NEXT] = m[c.FREE]
    m[c.FREE] = patient
    m[c.INSIDE] -= 1


@compiled
def settle_fee(m: Ints, patient: int, day: int) -> None:
    """The days from the one on which the duty to pay began, to the one before the move."""
    first = m[patient + c.FEE_FROM] // TICKS_PER_DAY
    if m[patient + c.FEE_FROM] >= 0 and day > first:
        row = m[c.DAYS] + 1
        paid = m[c.PAID_AT] + m[m[patient + c.FEE_UNIT] + c.UNIT_NUMBER] * row
        got = m[c.GOT_AT] + m[m[patient + c.UNIT] + c.UNIT_NUMBER] * row
        m[paid + first] += 1
        m[paid + day] -= 1
        m[got + first] += 1
        m[got + day] -= 1
    m[patient + c.FEE_FROM] = c.NEVER


@compiled
def give_back(m: Ints, patient: int) -> None:
    """The place a patient held, in care or not, is free."""
    unit = m[patient + c.UNIT]
    change(m, unit, c.USED, -m[patient + c.LOAD])
    if m[patient + c.STATE] == c.IN_CARE:
        change(m, unit, c.CARED, -1)
    else:
        change(m, unit, c.HELD, -1)
        if m[patient + c.FEE_FROM] >= 0:
            settle_fee(m, patient, m[c.NOW] // TICKS_PER_DAY)
    m[unit + c.PRESENT_TIME] += m[c.NOW] - max(m[patient + c.SINCE], 0)
    mark(m, unit)


@compiled
def leave_outside_line(m: Ints, patient: int, unit: int) -> None:
    """Somebody from outside no longer waits for a unit."""
    change(m, unit, c.OUTSIDE_LINE, -1)
    m[unit + c.OUTSIDE_TIME] += m[c.NOW] - max(m[patient + c.JOINED], 0)


@compiled
def admit(m: Ints, f: Floats, patient: int, unit: int) -> None:
    """From the line into the unit; the place held elsewhere is given back."""
    held = m[patient + c.UNIT]
    step_out(m, patient, unit)
    if held == 0:
        leave_outside_line(m, patient, unit)
    else:
        count_pair(m, held, unit, -1)
        give_back(m, patient)
    m[unit + c.SUM_ADMITTED] += 1
    if m[c.NOW] >= m[c.COUNTED_FROM] * TICKS_PER_DAY:
        wait = m[c.NOW] - m[patient + c.READY_AT]
        waits = m[c.WAITS_AT] + (2 * m[unit + c.UNIT_NUMBER] + (0 if held == 0 else 1)) * c.WAIT_BINS
        m[waits + wait_bin(wait)] += 1
        by_group = m[c.GROUP_WAITS_AT] + 2 * (m[patient + c.GROUP] * m[c.UNIT_COUNT] + m[unit + c.UNIT_NUMBER])
        m[by_group] += 1
        m[by_group + 1] += wait
    note(m, c.LOG_ADMITTED, patient, unit, held)
    m[patient + c.UNIT] = unit
    m[patient + c.PATIENCE_EVENT] = c.NEVER
    begin_stay(m, f, patient, unit, 0.0, 0)
    change(m, unit, c.USED, m[patient + c.LOAD])
    change(m, unit, c.CARED, 1)


@compiled
def ask(m: Ints, patient: int) -> None:
    """Join the line for the destination; with a rule of patience, plan to give up."""
    unit, route = m[patient + c.TO], m[patient + c.ROUTE]
    m[patient + c.STATE] = c.WAITING
    m[patient + c.JOINED] = m[c.NOW]
    line_up(m, patient, unit)
    note(m, c.LOG_WAITS, patient, unit, m[patient + c.UNIT])
    if m[route + c.RULE] == c.AFTER_DAYS and m[patient + c.NEXT_FACTOR] == 0:
        at = max(m[c.NOW] + 1, m[patient + c.READY_AT] + m[route + c.AFTER])
        m[patient + c.PATIENCE_EVENT] = push(m, at, c.GIVES_UP, patient)
    mark(m, unit)


@compiled
def go(m: Ints, patient: int, to: int) -> None:
    """Out of the chain: home, or dead."""
    if to == c.LEAVES:
        m[c.LEFT] += 1
        note(m, c.LOG_LEAVES, patient, m[patient + c.UNIT], 0)
    else:
        m[c.DIED] += 1
        note(m, c.LOG_DIES, patient, m[patient + c.UNIT], 0)
    forget(m, patient)


@compiled
def arrive(m: Ints, f: Floats, stream: int) -> None:
    """A patient from outside: chooses an entry, and waits for it or is turned away."""
    patient = new_patient(m)
    if patient == 0:
        return
    m[c.ARRIVED] += 1
    m[patient + c.GROUP], m[patient + c.KEY] = m[stream + c.STREAM_GROUP], m[stream + c.STREAM_KEY]
    m[patient + c.LAYER], m[patient + c.NUMBER] = m[stream + c.STREAM_LAYER], m[stream + c.STREAM_NEXT] - 1
    m[patient + c.READY_AT] = m[c.NOW]
    foresee(m, patient)
    cell = m[c.OUTSIDE_CELLS] + m[patient + c.GROUP] * c.CELL_COLUMNS
    luck = 0
    if m[m[cell + c.FIRST_ROUTE] + c.UP_TO] < c.DRAWS:
        # Drawn only where there is a choice.
        luck = int(draw(m, patient, _STAY_AND_ROUTE)[1] * c.DRAWS)
    to = choose(m, f, patient, cell, luck)
    note(m, c.LOG_ARRIVES, patient, to, 0)
    if to < 0:
        go(m, patient, to)
    elif _is_turned_away(m, patient, to):
        m[to + c.SUM_TURNED_AWAY] += 1
        m[c.LOST] += 1
        note(m, c.LOG_TURNED_AWAY, patient, to, 0)
        forget(m, patient)
    else:
        change(m, to, c.OUTSIDE_LINE, 1)
        ask(m, patient)
    plan_arrival(m, f, stream)


@compiled
def _is_turned_away(m: Ints, patient: int, unit: int) -> bool:
    if m[unit + c.ROOM] < 0 or m[unit + c.OUTSIDE_LINE] < m[unit + c.ROOM]:
        return False
    fits = m[unit + c.USED] + m[patient + c.NEED] <= m[unit + c.CAPACITY]
    return not (m[unit + c.OPEN] != 0 and m[unit + c.LINE] == 0 and fits)


@compiled
def be_ready(m: Ints, f: Floats, patient: int) -> int:
    """Clinical need is over: leave, begin anew, or wait for the next unit. Returns the unit if it is now held, or 0."""
    unit = m[patient + c.UNIT]
    cell = m[unit + c.CELLS_AT] + m[patient + c.GROUP] * c.CELL_COLUMNS
    to = choose(m, f, patient, cell, m[patient + c.ROUTE_DRAW])
    note(m, c.LOG_READY, patient, unit, to)
    if to < 0:
        give_back(m, patient)
        go(m, patient, to)
        return 0
    foresee(m, patient)
    if to == unit:
        _stay_on(m, f, patient)
        return 0
    change(m, unit, c.CARED, -1)
    change(m, unit, c.HELD, 1)
    count_pair(m, unit, to, 1)
    m[patient + c.READY_AT] = m[c.NOW]
    answered = m[c.NOW]
    if m[unit + c.HAS_FEE] != 0 and m[to + c.PAYS_FEE] != 0:
        answered = _notify(m, f, patient)
    if answered > m[c.NOW]:
        m[patient + c.STATE] = c.UNANSWERED
        m[unit + c.ASKING] += 1
        m[m[m[unit + c.PAIR_OF_AT] + m[to + c.UNIT_NUMBER]] + c.UNANSWERED_COUNT] += 1
        note(m, c.LOG_ASKS, patient, to, unit)
        push(m, answered, c.IS_ANSWERED, patient)
    else:
        ask(m, patient)
    return unit  # type: ignore[no-any-return]


@compiled
def _stay_on(m: Ints, f: Floats, patient: int) -> None:
    """A new stay in the same place."""
    unit = m[patient + c.UNIT]
    m[unit + c.PRESENT_TIME] += m[c.NOW] - max(m[patient + c.SINCE], 0)
    m[unit + c.SUM_ADMITTED] += 1
    change(m, unit, c.USED, -m[patient + c.LOAD])
    note(m, c.LOG_ADMITTED, patient, unit, unit)
    begin_stay(m, f, patient, unit, 0.0, 0)
    change(m, unit, c.USED, m[patient + c.LOAD])
    mark(m, unit)


@compiled
def _notify(m: Ints, f: Floats, patient: int) -> int:
    """When the municipality has answered; the duty to pay begins when ready and told, whichever comes last."""
    notice, answer = m[m[patient + c.UNIT] + c.NOTICE], m[m[patient + c.TO] + c.ANSWER]
    luck_notice, luck_answer = draw(m, patient, _NOTICE_AND_ANSWER)
    told = m[patient + c.SINCE]
    if notice != 0:
        told += whole(length(m, f, notice, -math.log(1.0 - luck_notice)))
    m[patient + c.FEE_FROM] = max(m[c.NOW], told)
    m[patient + c.FEE_UNIT] = m[patient + c.TO]
    if answer != 0:
        told += whole(length(m, f, answer, -math.log(1.0 - luck_answer)))
    return max(m[c.NOW], told)  # type: ignore[no-any-return]


@compiled
def be_answered(m: Ints, patient: int) -> int:
    """The municipality has answered: the patient stands in line. Returns the unit that is held."""
    unit = m[patient + c.UNIT]
    m[unit + c.ASKING] -= 1
    m[m[m[unit + c.PAIR_OF_AT] + m[m[patient + c.TO] + c.UNIT_NUMBER]] + c.UNANSWERED_COUNT] -= 1
    ask(m, patient)
    return unit  # type: ignore[no-any-return]


@compiled
def give_up(m: Ints, f: Floats, patient: int) -> int:
    """Waited long enough: out of one line, into that of the alternative. Returns the unit still held, or 0."""
    before, held = m[patient + c.TO], m[patient + c.UNIT]
    m[patient + c.PATIENCE_EVENT] = c.NEVER
    step_out(m, patient, before)
    mark(m, before)
    if held == 0:
        leave_outside_line(m, patient, before)
    else:
        count_pair(m, held, before, -1)
    to = take_alternative(m, f, patient)
    note(m, c.LOG_CHANGES, patient, before, to)
    if to < 0:
        if held != 0:
            give_back(m, patient)
        go(m, patient, to)
        return 0
    if held == 0:
        change(m, to, c.OUTSIDE_LINE, 1)
    else:
        count_pair(m, held, to, 1)
    ask(m, patient)
    return held  # type: ignore[no-any-return]
