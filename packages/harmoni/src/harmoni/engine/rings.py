"""Deadlock: units where nobody can ever move, because all who hold a place wait for each other's.

The rule: as soon as every unit that can be reached along "waits for" is full and holds only waiting patients, the
longest-waiting patient of the unit is followed to the unit waited for, and so on until a unit comes again; the
patients of that ring change places at once.
"""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.compiled import compiled
from harmoni.engine.moves import admit
from harmoni.engine.steps import first_in_line, note


@compiled
def is_stuck(m: Ints, start: int) -> bool:
    """Whether nothing that can happen would free a place in the units reached from `start`."""
    reached, count = m[c.REACHED_AT], 1
    m[reached] = start
    done = 0
    while done < count:
        unit = m[reached + done]
        done += 1
        if m[unit + c.HELD] == 0 or m[unit + c.CARED] > 0 or m[unit + c.ASKING] > 0 or first_in_line(m, unit) != 0:
            return False
        for pair in range(m[unit + c.FIRST_PAIR], m[unit + c.END_OF_PAIRS], c.PAIR_COLUMNS):
            if m[pair + c.COUNT] > 0:
                wanted, known = m[pair + c.WANTED], False
                for place in range(count):
                    known |= m[reached + place] == wanted
                if not known:
                    m[reached + count] = wanted
                    count += 1
    return True


@compiled
def longest_held(m: Ints, unit: int) -> int:
    """Of those held in a unit, who has stood in line longest; of equals, who came first."""
    best = 0
    for pair in range(m[unit + c.FIRST_PAIR], m[unit + c.END_OF_PAIRS], c.PAIR_COLUMNS):
        if m[pair + c.COUNT] == 0:
            continue
        for line in range(c.PRIORITIES):
            patient = m[m[pair + c.WANTED] + c.FIRST_IN_LINE + line]
            while patient != 0:
                if m[patient + c.UNIT] == unit and (best == 0 or _is_before(m, patient, best)):
                    best = patient
                patient = m[patient + c.NEXT]
    return best


@compiled
def _is_before(m: Ints, patient: int, other: int) -> bool:
    if m[patient + c.JOINED] != m[other + c.JOINED]:
        return bool(m[patient + c.JOINED] < m[other + c.JOINED])
    return bool(m[patient + c.SERIAL] < m[other + c.SERIAL])


@compiled
def turn(m: Ints, f: Floats, start: int) -> None:
    """Find the ring that `start` leads to, and let its patients change places."""
    reached, count, unit = m[c.REACHED_AT], 0, start
    while True:
        known = False
        for place in range(count):
            known |= m[reached + place] == unit
        if known:
            break
        m[reached + count] = unit
        count += 1
        unit = m[longest_held(m, unit) + c.TO]
    m[c.RINGS] += 1
    first = unit
    patient = longest_held(m, unit)
    while True:
        to = m[patient + c.TO]
        # Who follows is chosen before the place changes hands.
        following = longest_held(m, to) if to != first else 0
        note(m, c.LOG_RING, patient, m[patient + c.UNIT], to)
        admit(m, f, patient, to)
        if following == 0:
            return
        patient = following
