"""The small steps of the compiled loop: sums over time, waiting lines, the log."""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Ints
from harmoni.engine.compiled import compiled
from harmoni.ticks import TICKS_PER_DAY

_QUARTER = TICKS_PER_DAY // 4


@compiled
def change(m: Ints, unit: int, level: int, by: int) -> None:
    """`CARED`, `HELD`, `USED` or `OUTSIDE_LINE` goes up or down.

    Its sum over time is kept as if the change had been there from moment 0, less what that is too much: so nothing need
    be known of when it last changed. `take_sum` makes the day's sum of it.
    """
    m[unit + level] += by
    m[unit + c.SUM_OF + level] -= by * m[c.NOW]


@compiled
def take_sum(m: Ints, level: int, total: int) -> int:
    """The sum over time since this was last asked; `level` and `total` are the places of a level and of its sum."""
    until_now = m[level] * m[c.NOW]
    found = m[total] + until_now
    m[total] = -until_now
    return found  # type: ignore[no-any-return]


@compiled
def count_pair(m: Ints, holder: int, wanted: int, by: int) -> None:
    """One more or one less is held in a unit and waits for another."""
    pair = m[m[holder + c.PAIR_OF_AT] + m[wanted + c.UNIT_NUMBER]]
    m[pair + c.COUNT] += by
    m[pair + c.PAIR_SUM] -= by * m[c.NOW]


@compiled
def mark(m: Ints, unit: int) -> None:
    """A unit may be able to take somebody in: look at it before the next event."""
    if m[unit + c.MARKED] == 0:
        m[unit + c.MARKED] = 1
        place = m[c.WORK_FIRST] + m[c.WORK_COUNT]
        # Around the end of the list; dividing would take longer than all the rest.
        m[m[c.WORK_AT] + (place if place <= m[c.UNIT_COUNT] else place - m[c.UNIT_COUNT] - 1)] = unit
        m[c.WORK_COUNT] += 1


@compiled
def line_up(m: Ints, patient: int, unit: int) -> None:
    """Last in the line of the patient's priority."""
    line = m[patient + c.CLASS]
    last = m[unit + c.LAST_IN_LINE + line]
    m[patient + c.NEXT] = 0
    m[patient + c.PREVIOUS] = last
    if last != 0:
        m[last + c.NEXT] = patient
    else:
        m[unit + c.FIRST_IN_LINE + line] = patient
    m[unit + c.LAST_IN_LINE + line] = patient
    m[unit + c.LINE] += 1


@compiled
def step_out(m: Ints, patient: int, unit: int) -> None:
    """Out of the line, wherever in it."""
    line, before, after = m[patient + c.CLASS], m[patient + c.PREVIOUS], m[patient + c.NEXT]
    if before != 0:
        m[before + c.NEXT] = after
    else:
        m[unit + c.FIRST_IN_LINE + line] = after
    if after != 0:
        m[after + c.PREVIOUS] = before
    else:
        m[unit + c.LAST_IN_LINE + line] = before
    m[unit + c.LINE] -= 1


@compiled
def first_in_line(m: Ints, unit: int) -> int:
    """Who goes in next if the unit takes in: 0 when nobody does."""
    free = m[unit + c.CAPACITY] - m[unit + c.USED]
    head_start = m[unit + c.HEAD_START]
    best, best_at = 0, 0
    for line in range(c.PRIORITIES):
        patient = m[unit + c.FIRST_IN_LINE + line]
        if patient == 0:
            continue
        if m[unit + c.PASS_OVER] != 0:
            while patient != 0 and m[patient + c.NEED] > free:
                patient = m[patient + c.NEXT]
            if patient == 0:
                continue
        if head_start < 0:
            best = patient
            break
        at = m[patient + c.JOINED] + line * head_start
        if best == 0 or at < best_at:
            best, best_at = patient, at
    if best != 0 and m[best + c.NEED] > free:
        return 0
    return best


@compiled
def wait_bin(wait: int) -> int:
    """Which of the lengths of waits."""
    if wait <= 0:
        return 0
    quarters = wait // _QUARTER
    if quarters < 40:
        return 1 + quarters
    return min(41 + (quarters - 40) // 4, c.WAIT_BINS - 1)


@compiled
def note(m: Ints, what: int, patient: int, unit: int, other: int) -> None:
    """A line of the log, where one is kept; `other` is a unit, or where a patient goes instead."""
    if m[c.LOG_ROOM] > 0:
        note_value(m, what, patient, unit, _named(m, other))


@compiled
def note_value(m: Ints, what: int, patient: int, unit: int, value: int) -> None:
    """A line of the log with a plain number."""
    if m[c.LOG_ROOM] == 0:
        return
    if m[c.LOGGED] < m[c.LOG_ROOM]:
        at = m[c.LOG_AT] + m[c.LOGGED] * c.LOG_COLUMNS
        m[at + c.LOG_TIME] = m[c.NOW]
        m[at + c.LOG_WHAT] = what
        m[at + c.LOG_PATIENT] = m[patient + c.SERIAL] if patient != 0 else c.LOG_NONE
        m[at + c.LOG_GROUP] = m[patient + c.GROUP] if patient != 0 else c.LOG_NONE
        m[at + c.LOG_UNIT] = _named(m, unit)
        m[at + c.LOG_OTHER] = value
    m[c.LOGGED] += 1


@compiled
def _named(m: Ints, unit: int) -> int:
    if unit > 0:
        return m[unit + c.UNIT_NUMBER]  # type: ignore[no-any-return]
    if unit == 0:
        return c.LOG_NONE
    return c.LOG_HOME if unit == c.LEAVES else c.LOG_DEATH
