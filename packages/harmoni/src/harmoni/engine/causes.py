"""Once a day: in which unit did the wait of those who are held begin, and why.

Follow "waits for". Of the patients in line for a unit that itself holds patients who should be elsewhere, as many as it
holds would go in if those moved on: their wait begins further on, where the held ones wait, in proportion. The others
wait for the unit itself: for a place that is not built, one that is not staffed, or for the hours of intake. Who has
no answer yet waits for the answer of that unit.
"""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.compiled import compiled


@compiled
def count_causes(m: Ints, f: Floats) -> None:
    """Add this moment's held patients, by the unit that holds them, the root and the reason."""
    units, first_unit, mass = m[c.UNIT_COUNT], m[c.UNITS_AT], m[c.MASS_AT]
    for holder in range(units):
        held = m[first_unit + holder * c.UNIT_COLUMNS + c.HELD]
        if held == 0:
            continue
        causes = m[c.CAUSES_AT] + holder * units * c.REASONS
        for place in range(2 * units):
            f[mass + place] = 0.0
        now, then = mass, mass + units
        _spread(m, f, first_unit + holder * c.UNIT_COLUMNS, float(held), now, causes)
        for _ in range(units + c.TURNS):
            moved = False
            for number in range(units):
                amount = f[now + number]
                f[now + number] = 0.0
                if amount > 0.0:
                    moved |= _follow(m, f, first_unit + number * c.UNIT_COLUMNS, amount, then, causes)
            now, then = then, now
            if not moved:
                break
        for number in range(units):
            f[causes + number * c.REASONS + c.RING] += f[now + number]


@compiled
def _follow(m: Ints, f: Floats, unit: int, amount: float, then: int, causes: int) -> bool:
    """Split what waits for a unit into what it causes itself and what is caused further on."""
    cause = causes + m[unit + c.UNIT_NUMBER] * c.REASONS
    if m[unit + c.CAPACITY] > m[unit + c.USED] and m[unit + c.OPEN] == 0:
        f[cause + c.INTAKE] += amount
        return False
    passed_on = 0.0
    if m[unit + c.LINE] > 0:
        passed_on = amount * min(1.0, m[unit + c.HELD] / m[unit + c.LINE])
    if amount > passed_on:
        reason = c.STAFF if m[unit + c.CAPACITY] < m[unit + c.BUILT] else c.PLACES
        f[cause + reason] += amount - passed_on
    if passed_on > 0.0:
        _spread(m, f, unit, passed_on, then, causes)
        return True
    return False


@compiled
def _spread(m: Ints, f: Floats, unit: int, amount: float, mass: int, causes: int) -> None:
    """Over the units that those held in `unit` wait for."""
    held = float(m[unit + c.HELD])
    for pair in range(m[unit + c.FIRST_PAIR], m[unit + c.END_OF_PAIRS], c.PAIR_COLUMNS):
        if m[pair + c.COUNT] > 0:
            wanted = m[m[pair + c.WANTED] + c.UNIT_NUMBER]
            unanswered = m[pair + c.UNANSWERED_COUNT]
            if unanswered > 0:
                f[causes + wanted * c.REASONS + c.NO_ANSWER] += amount * unanswered / held
            if m[pair + c.COUNT] > unanswered:
                f[mass + wanted] += amount * (m[pair + c.COUNT] - unanswered) / held
