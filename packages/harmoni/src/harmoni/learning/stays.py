"""How long the clinical need lasts."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harmoni.learning import cells, fits
from harmoni.learning.events import Visit
from harmoni.learning.lifetimes import lifetimes
from harmoni.learning.work import Work, number_of, span
from harmoni.model.parts import EVERYONE, Stay
from harmoni.texts import say

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Spell:
    patient: str
    seen: tuple[float, float, bool]


def stays(work: Work, progress: Progress | None) -> tuple[Stay, ...]:
    spells = _spells(work)
    units = [unit.id for unit in work.base.units] if work.base else work.log.units
    found: list[Stay] = []
    for place, unit in enumerate(units):
        if progress:
            progress(place, len(units))
        found += _stays_in(work, unit, spells[unit])
    return tuple(found)


def _spells(work: Work) -> dict[str, dict[str, list[_Spell]]]:
    """Clinical need by unit and group. Who came by an alternative with another length of stay is not among them."""
    found: dict[str, dict[str, list[_Spell]]] = defaultdict(lambda: defaultdict(list))
    before: Visit | None = None
    for visit in work.log.visits:
        came_otherwise = (
            before is not None and before.patient == visit.patient and before.wanted not in ("", visit.unit)
        )
        if visit.admitted is not None and not (came_otherwise and work.base is not None):
            entry, end, ended = span(work, visit.admitted, visit.need_over)
            if end > entry:
                found[visit.unit][visit.group].append(_Spell(visit.patient, (entry, end, ended)))
        before = visit
    return found


def _stays_in(work: Work, unit: str, by_group: dict[str, list[_Spell]]) -> list[Stay]:
    total = sum(spell.seen[2] for rows in by_group.values() for spell in rows)

    def count(rows: Sequence[_Spell]) -> int:
        return len({spell.patient for spell in rows if spell.seen[2]})

    def fit(rows: Sequence[_Spell]) -> fits.Fit:
        least = max(fits.SMALLEST_BIN, 2 * work.smallest)
        return fits.fit(lifetimes([spell.seen for spell in rows], work.shortest), smallest_bin=least)

    def price(rows: Sequence[_Spell]) -> float:
        return fits.price(lifetimes([spell.seen for spell in rows], work.shortest), total)

    shared = cells.share(by_group, count, price, work.smallest)
    if shared is None:
        work.few(say("stays in {unit}", unit=unit))
        return _stays_before(work, unit)
    found: list[Stay] = []

    def make(group: str, rows: Sequence[_Spell]) -> None:
        one = fit(rows)
        found.append(Stay(unit, group, one.distribution))
        work.numbers.append(number_of(work, "stay", unit, group, one))

    cells.answers(by_group, shared, make)
    if not shared.rest:
        everyone = [spell for rows in by_group.values() for spell in rows]
        work.spare_stays[unit] = lambda: (Stay(unit, EVERYONE, fit(everyone).distribution),)
    return found


def _stays_before(work: Work, unit: str) -> list[Stay]:
    known = {visit.group for visit in work.log.visits} | {EVERYONE}
    before = [stay for stay in work.base.stays if stay.unit == unit and stay.group in known] if work.base else []
    if before:
        work.notes.append(say("The stays in {unit} are those of the model that was given.", unit=unit))
    return before
