"""A census made of a simulated day: for examples, and for trying the short term before real numbers are at hand."""

from harmoni.engine import columns as c
from harmoni.engine.memory import Memory
from harmoni.model.parts import Model, Present
from harmoni.ticks import TICKS_PER_DAY


def census_of(memory: Memory, model: Model) -> tuple[Present, ...]:
    """Everybody inside when the run ended, with days so far and what they wait for."""
    end = memory[c.DAYS] * TICKS_PER_DAY
    pool = memory.m[memory[c.POOL_AT] : memory[c.POOL_AT] + memory[c.POOL_ROOM] * c.PATIENT_COLUMNS]
    rows = []

    def name(handle: int) -> str:
        return model.units[(handle - memory[c.UNITS_AT]) // c.UNIT_COLUMNS].id if handle > 0 else ""

    for row in pool.reshape(-1, c.PATIENT_COLUMNS):
        if row[c.INSIDE_NOW]:
            waits = row[c.STATE] != c.IN_CARE
            rows.append(
                Present(
                    unit=name(int(row[c.UNIT])),
                    group=model.groups[row[c.GROUP]].id,
                    days=round((end - int(row[c.SINCE])) / TICKS_PER_DAY, 1) if row[c.UNIT] else 0.0,
                    waiting_for=name(int(row[c.TO])) if waits else "",
                    waited_days=round((end - int(row[c.READY_AT])) / TICKS_PER_DAY, 1) if waits else 0.0,
                    **_factors(memory, int(row[c.NEXT_FACTOR] if waits and row[c.NEXT_FACTOR] else row[c.FACTOR])),
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.unit, row.waiting_for, row.group, row.days)))


def _factors(memory: Memory, route: int) -> dict[str, float]:
    """Of the way a patient came, or is to go."""
    if route == 0:
        return {}
    stay, hours = (float(memory.f[memory[route + c.FACTORS_AT] + which]) for which in (c.STAY_FACTOR, c.HOURS_FACTOR))
    return {"stay_factor": stay, "hours_factor": hours}
