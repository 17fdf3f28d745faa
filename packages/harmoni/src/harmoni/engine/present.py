"""Patients of the census, in the compiled loop: in care with the rest of a stay, or waiting already."""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.engine.compiled import compiled
from harmoni.engine.moves import new_patient
from harmoni.engine.program import CENSUS_KEY
from harmoni.engine.stays import begin_need, begin_stay, cell_of, foresee, need_in
from harmoni.engine.steps import change, count_pair, line_up, note

_CENSUS = CENSUS_KEY


@compiled
def be_present(m: Ints, f: Floats, row: int) -> None:
    """One row of the census."""
    patient = new_patient(m)
    if patient == 0:
        return
    unit, to = m[row + c.CENSUS_UNIT], m[row + c.CENSUS_TO]
    m[patient + c.GROUP], m[patient + c.KEY] = m[row + c.CENSUS_GROUP], _CENSUS
    m[patient + c.NUMBER], m[patient + c.UNIT] = m[row + c.CENSUS_NUMBER], unit
    note(m, c.LOG_PRESENT, patient, unit, to)
    if to == 0:
        foresee(m, patient)
        m[patient + c.NEXT_FACTOR] = m[row + c.CENSUS_HERE]
        begin_stay(m, f, patient, unit, f[m[row + c.PAST_AT]], m[row + c.CENSUS_ELAPSED])
        change(m, unit, c.CARED, 1)
        change(m, unit, c.USED, m[patient + c.LOAD])
        return
    m[patient + c.STEP], m[patient + c.STATE], m[patient + c.TO] = 1, c.WAITING, to
    foresee(m, patient)
    m[patient + c.SINCE] = -m[row + c.CENSUS_ELAPSED]
    m[patient + c.READY_AT] = m[patient + c.JOINED] = -m[row + c.CENSUS_WAITED]
    m[patient + c.CLASS] = m[row + c.CENSUS_CLASS]
    m[patient + c.FACTOR], m[patient + c.NEXT_FACTOR] = m[row + c.CENSUS_HERE], m[row + c.CENSUS_NEXT]
    m[patient + c.NEED] = need_in(m, f, patient, to)
    if unit == 0:
        change(m, to, c.OUTSIDE_LINE, 1)
    else:
        begin_need(m, f, patient, cell_of(m, patient, unit), m[row + c.CENSUS_ELAPSED])
        change(m, unit, c.USED, m[patient + c.LOAD])
        change(m, unit, c.HELD, 1)
        count_pair(m, unit, to, 1)
        if m[unit + c.HAS_FEE] != 0 and m[to + c.PAYS_FEE] != 0:
            m[patient + c.FEE_FROM], m[patient + c.FEE_UNIT] = 0, to
    line_up(m, patient, to)
