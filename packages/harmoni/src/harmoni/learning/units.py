"""What a log tells of units: notices and answers, and how many were there at most."""

from collections.abc import Sequence
from dataclasses import replace

from harmoni.distributions import Distribution
from harmoni.learning import cells, fits
from harmoni.learning.events import Visit
from harmoni.learning.lifetimes import lifetimes
from harmoni.learning.work import Number, Work, number_of, span
from harmoni.model.parts import BEDS, EVERYONE, Unit
from harmoni.texts import say


def units(work: Work) -> tuple[Unit, ...]:
    """Of the base, with notices and answers of the log; without a base, as many places as were ever in use."""
    found = list(work.base.units) if work.base else [_seen(work, name) for name in work.log.units]
    for place, unit in enumerate(found):
        changed = unit
        if unit.has_fee:
            rows = [v for v in work.log.visits if v.unit == unit.id and v.admitted is not None and _asks(v, found)]
            notice = _delay(work, "notice", unit.id, [(v, v.admitted, v.notified) for v in rows])
            changed = replace(changed, notice=notice or unit.notice)
        if unit.pays_fee:
            asked = [v for v in work.log.visits if v.first_destination == unit.id and v.notified is not None]
            answer = _delay(work, "answer", unit.id, [(v, v.notified, v.answered) for v in asked])
            changed = replace(changed, answer=answer or unit.answer)
        found[place] = changed
    return tuple(found)


def _asks(visit: Visit, units: Sequence[Unit]) -> bool:
    return visit.notified is not None or visit.first_destination in {unit.id for unit in units if unit.pays_fee}


def _delay(
    work: Work, what: str, unit: str, rows: Sequence[tuple[Visit, float | None, float | None]]
) -> Distribution | None:
    found = [(v, start, end) for v, start, end in rows if start is not None and (end is None or end >= work.log.begins)]
    told = [v for v, _, end in found if end is not None]
    if not told:
        return None
    if cells.patients(told) < work.smallest:
        work.few(f"{what} of {unit}")
        return None
    if all(end == start for _, start, end in found):
        return None
    seen = lifetimes([span(work, start or 0.0, end) for _, start, end in found], work.shortest)
    fit = fits.fit(seen, is_simple=True)
    work.numbers.append(number_of(work, what, unit, EVERYONE, fit))
    return fit.distribution


def _seen(work: Work, name: str) -> Unit:
    steps = []
    for visit in work.log.visits:
        if visit.unit == name and visit.admitted is not None:
            steps += [(max(visit.admitted, work.log.begins), 1), (visit.moved or work.log.ends, -1)]
    steps.sort()
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    most = max(most, work.smallest)
    work.numbers.append(
        Number("built", name, EVERYONE, say("most at once"), most, most, most, work.about(len(steps) / 2))
    )
    has_fee = any(visit.unit == name and visit.notified is not None for visit in work.log.visits)
    pays = any(visit.first_destination == name and visit.notified is not None for visit in work.log.visits)
    return Unit(name, float(most), name, BEDS, has_fee=has_fee, pays_fee=pays)
