"""The event loop: the calendar and the heap in one order, until the last day ends."""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.causes import count_causes
from harmoni.engine.compiled import compiled
from harmoni.engine.heap import kind_of, moment_of_next, pop, sequence_of, who_of
from harmoni.engine.moves import admit, arrive, be_answered, be_ready, foresee_point, give_up, plan_arrival, settle_fee
from harmoni.engine.present import be_present
from harmoni.engine.rings import is_stuck, turn
from harmoni.engine.stays import need_less
from harmoni.engine.steps import first_in_line, mark, note_value, take_sum
from harmoni.ticks import TICKS_PER_DAY


@compiled
def run(m: Ints, f: Floats) -> int:
    """One replication; returns 0, or what was too small (`POOL_FULL`, `HEAP_FULL`)."""
    _begin(m, f)
    page = m[c.CALENDAR_AT]
    last_page = page + m[c.CALENDAR_COUNT] * c.PAGE_COLUMNS
    while page < last_page and m[c.FULL] == 0:
        m[c.EVENTS] += 1
        held = 0
        next_time = moment_of_next(m)
        if m[page + c.PAGE_TIME] <= next_time:
            m[c.NOW] = m[page + c.PAGE_TIME]
            held = _turn_page(m, f, page)
            page += c.PAGE_COLUMNS
        else:
            m[c.NOW] = next_time
            held = _happen(m, f, pop(m))
        if m[c.WORK_COUNT] > 0:
            fill(m, f)
        if held != 0 and m[held + c.CARED] == 0 and m[held + c.HELD] > 0:
            _untie(m, f, held)
    _end(m)
    return m[c.FULL]  # type: ignore[no-any-return]


@compiled
def _happen(m: Ints, f: Floats, event: int) -> int:
    """One event. Returns a unit that may now hold only patients who wait, or 0."""
    kind, who = kind_of(event), who_of(event)
    if kind == c.BECOMES_READY:
        return be_ready(m, f, who)
    if kind == c.ARRIVES:
        arrive(m, f, who)
    elif kind == c.IS_ANSWERED:
        return be_answered(m, who)
    elif kind == c.NEEDS_LESS:
        if m[who + c.NEED_EVENT] == sequence_of(event):
            need_less(m, f, who)
    elif m[who + c.PATIENCE_EVENT] == sequence_of(event):
        return give_up(m, f, who)
    return 0


@compiled
def _begin(m: Ints, f: Floats) -> None:
    """The census, the first arrival of every stream, and the hours of intake of the first moment."""
    for number in range(m[c.CENSUS_COUNT]):
        be_present(m, f, m[c.CENSUS_AT] + number * c.CENSUS_COLUMNS)
    for number in range(m[c.STREAM_COUNT]):
        stream = m[c.STREAMS_AT] + number * c.STREAM_COLUMNS
        foresee_point(m, f, stream)
        plan_arrival(m, f, stream)


@compiled
def _turn_page(m: Ints, f: Floats, page: int) -> int:
    """What the calendar says for this moment. Returns the unit it is about, or 0."""
    unit, value = m[page + c.PAGE_UNIT], m[page + c.PAGE_VALUE]
    if m[page + c.PAGE_WHAT] == c.ENDS_DAY:
        _end_day(m, f)
        return 0
    if m[page + c.PAGE_WHAT] == c.SETS_OPEN:
        m[unit + c.OPEN] = value
        note_value(m, c.LOG_OPEN, 0, unit, value)
    else:
        m[unit + c.CAPACITY] = value
        note_value(m, c.LOG_CAPACITY, 0, unit, value)
    mark(m, unit)
    return unit  # type: ignore[no-any-return]


@compiled
def fill(m: Ints, f: Floats) -> None:
    """Take in who can be taken in, at units in the order in which they changed, until nothing moves."""
    while m[c.WORK_COUNT] > 0:
        unit = m[m[c.WORK_AT] + m[c.WORK_FIRST]]
        m[c.WORK_FIRST] = m[c.WORK_FIRST] + 1 if m[c.WORK_FIRST] < m[c.UNIT_COUNT] else 0
        m[c.WORK_COUNT] -= 1
        m[unit + c.MARKED] = 0
        while m[unit + c.OPEN] != 0 and m[unit + c.LINE] > 0:
            patient = first_in_line(m, unit)
            if patient == 0:
                break
            admit(m, f, patient, unit)


@compiled
def _untie(m: Ints, f: Floats, unit: int) -> None:
    while is_stuck(m, unit):
        turn(m, f, unit)
        fill(m, f)


@compiled
def _end_day(m: Ints, f: Floats) -> None:
    """Write the day's sums and begin new ones."""
    day = m[c.NOW] // TICKS_PER_DAY - 1
    daily = m[c.DAILY_AT] + day * m[c.UNIT_COUNT] * c.DAY_COLUMNS
    for number in range(m[c.UNIT_COUNT]):
        unit = m[c.UNITS_AT] + number * c.UNIT_COLUMNS
        row = daily + number * c.DAY_COLUMNS
        for level in range(c.DAY_LEVELS):
            m[row + level] = take_sum(m, unit + c.CARED + level, unit + c.SUM_CARED + level)
        for column in range(c.DAY_LEVELS, c.DAY_COLUMNS):
            m[row + column] = m[unit + c.SUM_CARED + column]
            m[unit + c.SUM_CARED + column] = 0
    for number in range(m[c.PAIR_COUNT]):
        pair = m[c.PAIRS_AT] + number * c.PAIR_COLUMNS
        m[m[c.PAIR_DAILY_AT] + day * m[c.PAIR_COUNT] + number] = take_sum(m, pair + c.COUNT, pair + c.PAIR_SUM)
    if day >= m[c.COUNTED_FROM]:
        count_causes(m, f)


@compiled
def _end(m: Ints) -> None:
    """Those still inside: their time so far, and the fee until the last day."""
    end = m[c.DAYS] * TICKS_PER_DAY
    for patient in range(m[c.POOL_AT], m[c.POOL_AT] + m[c.POOL_ROOM] * c.PATIENT_COLUMNS, c.PATIENT_COLUMNS):
        if m[patient + c.INSIDE_NOW] == 0:
            continue
        unit = m[patient + c.UNIT]
        if unit != 0:
            m[unit + c.PRESENT_TIME] += end - max(m[patient + c.SINCE], 0)
            if m[patient + c.FEE_FROM] >= 0:
                settle_fee(m, patient, m[c.DAYS])
        else:
            m[m[patient + c.TO] + c.OUTSIDE_TIME] += end - max(m[patient + c.JOINED], 0)
