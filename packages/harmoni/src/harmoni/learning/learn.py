"""From an event log to a model: aggregates only, with intervals, and no trace of small cells."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from harmoni.distributions import Distribution
from harmoni.learning import cells, fits
from harmoni.learning.events import Log, Visit, from_outside
from harmoni.learning.lifetimes import lifetimes
from harmoni.learning.rates import rates
from harmoni.model import check, words
from harmoni.model.parts import (
    BEDS,
    DIES,
    EVERYONE,
    LEAVES,
    OUTSIDE,
    STEADY,
    Arrivals,
    Group,
    Horizon,
    Model,
    Present,
    Route,
    Stay,
    Unit,
)
from harmoni.model.problems import BadModel, Problem

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Number:
    """A number that was learned, with the interval that 95 of 100 would lie in."""

    what: str
    """`arrivals`, `route`, `stay`, `notice`, `answer` or `built`."""
    unit: str
    group: str
    detail: str
    value: float
    low: float
    high: float
    about: int
    """Roughly how many rows of the log it rests on: rounded, as exact totals would say more."""
    distance: float = 0.0
    """Of a stay: how far the curve lies from what was seen."""


@dataclass(frozen=True)
class Learned:
    """The model, how sure its numbers are, and what was left out."""

    model: Model
    numbers: tuple[Number, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    begins: dt.date
    ends: dt.date


@dataclass
class _Work:
    log: Log
    base: Model | None
    smallest: int
    shortest: float
    numbers: list[Number] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    spare_routes: dict[str, Callable[[], tuple[Route, ...]]] = field(default_factory=dict)
    spare_stays: dict[str, Callable[[], tuple[Stay, ...]]] = field(default_factory=dict)
    """For groups that were never seen in a unit but may come there: the row of all others together."""

    def few(self, what: str) -> None:
        self.left_out.append(f"{what}: fewer than {self.smallest} patients.")

    def about(self, count: float) -> int:
        return cells.about(count, self.smallest)


def learn(
    log: Log,
    base: Model | None = None,
    smallest: int = cells.SMALLEST,
    with_census: bool = False,
    progress: Progress | None = None,
) -> Learned:
    """The groups, routes, stays and arrivals of a log; what a log cannot say (places, hours, prices) comes from a base.

    `BadModel` when the log has units that the base lacks, or when too few patients are in it. `with_census` adds those who
    are there when the log ends, a row each: such a model stays with those who own the log.
    """
    if smallest < cells.SMALLEST:
        message = f"{smallest} is too few: numbers about fewer than {cells.SMALLEST} patients are never written."
        raise BadModel([Problem("", "", "smallest", message)])
    _same_units(log, base)
    kept, notes = cells.without_small_groups(log, smallest)
    if not kept.visits:
        raise BadModel([Problem("", "", "", f"No group has {smallest} patients: nothing can be learned.")])
    is_dated = all(float(time).is_integer() for visit in kept.visits for time in (visit.came, visit.moved or 0.0))
    work = _Work(kept, base, smallest, 1.0 if is_dated else 1 / 1440, left_out=notes)
    known = {visit.group for visit in kept.visits}
    named = {group.id: group for group in base.groups} if base else {}
    groups = tuple([group for name, group in named.items() if name in known]) + tuple(
        Group(name, name) for name in sorted(known - set(named))
    )
    arrivals, entries = _arrivals(work, groups, by_hour=not is_dated)
    model = Model(
        units=_units(work),
        groups=groups,
        routes=(*entries, *_routes(work)),
        stays=_stays(work, progress),
        arrivals=arrivals,
        needs=base.needs if base else (),
        prices=base.prices if base else (),
        holidays=base.holidays if base else frozenset(),
        horizon=_horizon(work, with_census),
        title=base.title if base else "Learned from an event log",
        census=census(kept) if with_census else (),
    )
    model = _for_all_who_come(work, model)
    begins, ends = (dt.date.fromordinal(int(time)) for time in (kept.begins, kept.ends))
    return Learned(model, tuple(work.numbers), tuple(work.left_out), tuple(work.notes), begins, ends)


def _for_all_who_come(work: _Work, model: Model) -> Model:
    """A row for everyone where a group may come that was never seen there."""
    for _ in model.units:
        places = [(unit, group.id) for group in model.groups for unit in check.reachable(model, group.id)]
        routes = {unit for unit, group in places if not model.routes_of(unit, group)} & set(work.spare_routes)
        stays = {unit for unit, group in places if model.stay_of(unit, group) is None} & set(work.spare_stays)
        if not routes and not stays:
            break
        more = tuple(route for unit in sorted(routes) for route in work.spare_routes.pop(unit)())
        longer = tuple(stay for unit in sorted(stays) for stay in work.spare_stays.pop(unit)())
        model = replace(model, routes=(*model.routes, *more), stays=(*model.stays, *longer))
    return model


def _same_units(log: Log, base: Model | None) -> None:
    if base is None:
        return
    known = {unit.id for unit in base.units}
    wrong = [
        Problem(
            "", f"unit {name}", "unit", f"The log has a unit that the model lacks. It has: {', '.join(sorted(known))}."
        )
        for name in log.units
        if name not in known
    ]
    if wrong:
        raise BadModel(wrong)


def _horizon(work: _Work, with_census: bool) -> Horizon:
    start = dt.date.fromordinal(math.floor(work.log.ends + 1 / 1440))
    if work.base is None:
        return Horizon(start, 364, STEADY, 364)
    return replace(work.base.horizon, start=start) if with_census else work.base.horizon


# --- units -----------------------------------------------------------------------------------------------------------


def _units(work: _Work) -> tuple[Unit, ...]:
    """Of the base, with notices and answers of the log; without a base, as many places as were ever in use."""
    units = list(work.base.units) if work.base else [_seen(work, name) for name in work.log.units]
    for place, unit in enumerate(units):
        changed = unit
        if unit.has_fee:
            rows = [v for v in work.log.visits if v.unit == unit.id and v.admitted is not None and _asks(v, units)]
            notice = _delay(work, "notice", unit.id, [(v, v.admitted, v.notified) for v in rows])
            changed = replace(changed, notice=notice or unit.notice)
        if unit.pays_fee:
            asked = [v for v in work.log.visits if v.first_destination == unit.id and v.notified is not None]
            answer = _delay(work, "answer", unit.id, [(v, v.notified, v.answered) for v in asked])
            changed = replace(changed, answer=answer or unit.answer)
        units[place] = changed
    return tuple(units)


def _asks(visit: Visit, units: Sequence[Unit]) -> bool:
    return visit.notified is not None or visit.first_destination in {unit.id for unit in units if unit.pays_fee}


def _delay(
    work: _Work, what: str, unit: str, rows: Sequence[tuple[Visit, float | None, float | None]]
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
    seen = lifetimes([_span(work, start or 0.0, end) for _, start, end in found], work.shortest)
    fit = fits.fit(seen, is_simple=True)
    work.numbers.append(_of_fit(work, what, unit, EVERYONE, fit))
    return fit.distribution


def _span(work: _Work, start: float, end: float | None) -> tuple[float, float, bool]:
    return max(0.0, work.log.begins - start), (work.log.ends if end is None else end) - start, end is not None


def _seen(work: _Work, name: str) -> Unit:
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
    work.numbers.append(Number("built", name, EVERYONE, "most at once", most, most, most, work.about(len(steps) / 2)))
    has_fee = any(visit.unit == name and visit.notified is not None for visit in work.log.visits)
    pays = any(visit.first_destination == name and visit.notified is not None for visit in work.log.visits)
    return Unit(name, float(most), name, BEDS, has_fee=has_fee, pays_fee=pays)


# --- who comes, and where they go ------------------------------------------------------------------------------------


def _arrivals(work: _Work, groups: Sequence[Group], by_hour: bool) -> tuple[tuple[Arrivals, ...], tuple[Route, ...]]:
    came: dict[str, list[Visit]] = defaultdict(list)
    for visit in from_outside(work.log):
        if visit.came >= work.log.begins:
            came[visit.group].append(visit)
    holidays = work.base.holidays if work.base else frozenset()
    rows: list[Arrivals] = []
    for group in groups:
        found, is_few = rates(
            group.id, came[group.id], work.log.begins, work.log.ends, holidays, work.smallest, by_hour
        )
        if is_few:
            work.few(f"arrivals of {group.id}, written as 0")
        for rate in found:
            hours = f"{rate.row.from_hour}-{rate.row.to_hour}"
            kind = f"{words.days_text(rate.row.days)}, {hours}"
            about = work.about(rate.came)
            work.numbers.append(
                Number("arrivals", OUTSIDE, group.id, kind, rate.row.per_day, rate.low, rate.high, about)
            )
            rows.append(rate.row)
    entries = {group: [(visit.patient, visit.unit) for visit in visits] for group, visits in came.items()}
    return tuple(rows), _onward(work, OUTSIDE, {group: found for group, found in entries.items() if found})


def _routes(work: _Work) -> tuple[Route, ...]:
    went: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for visit in work.log.visits:
        over = visit.need_over
        if over is None or over < work.log.begins or visit.admitted is None:
            continue
        if visit.first_destination:
            went[visit.unit][visit.group].append((visit.patient, visit.first_destination))
    found: list[Route] = []
    for unit in [unit.id for unit in work.base.units] if work.base else work.log.units:
        found += _onward(work, unit, went[unit])
    return tuple(found)


def _onward(work: _Work, origin: str, by_group: dict[str, list[tuple[str, str]]]) -> tuple[Route, ...]:
    total = sum(len(rows) for rows in by_group.values())
    shared = cells.share(
        by_group,
        lambda rows: cells.ways_count(rows, work.smallest),
        lambda rows: cells.ways_price(rows, total),
        work.smallest,
    )
    if shared is None:
        return _not_learned(work, origin)
    found: list[Route] = []

    def make(group: str, rows: Sequence[tuple[str, str]]) -> None:
        ways, left_out = cells.ways(rows, work.smallest)
        for to in left_out:
            work.few(f"from {origin} to {to}, group {group}")
        # Where a group enters is said for each: a group that is added later must not enter like another by silence.
        for name in shared.rest if origin == OUTSIDE and group == EVERYONE else (group,):
            found.extend(_as_before(work.base, Route(origin, way.to, name, way.share)) for way in ways)
        about = work.about(len(rows))
        for way in ways:
            work.numbers.append(Number("route", origin, group, way.to, way.share, way.low, way.high, about))

    cells.answers(by_group, shared, make)
    everyone = [row for rows in by_group.values() for row in rows]
    if not shared.rest and origin != OUTSIDE:
        work.spare_routes[origin] = lambda: tuple(
            Route(origin, way.to, EVERYONE, way.share) for way in cells.ways(everyone, work.smallest)[0]
        )
    return tuple(found)


def _not_learned(work: _Work, origin: str) -> tuple[Route, ...]:
    work.few(f"from {origin}")
    known = {visit.group for visit in work.log.visits} | {EVERYONE}
    before = tuple(r for r in work.base.routes if r.origin == origin and r.group in known) if work.base else ()
    if before:
        work.notes.append(f"The routes from {origin} are those of the model that was given.")
    elif origin != OUTSIDE:
        work.notes.append(f"How patients go on from {origin} is not known: all leave from there. Correct routes.csv.")
        return (Route(origin, LEAVES),)
    return before


def _as_before(base: Model | None, route: Route) -> Route:
    """Rules, factors and priorities are decisions, which no log tells: they stay as they were written."""
    for before in base.routes_of(route.origin, route.group) if base else ():
        if before.to == route.to:
            return replace(before, group=route.group, probability=route.probability)
    return route


# --- how long they stay ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Spell:
    patient: str
    span: tuple[float, float, bool]


def _stays(work: _Work, progress: Progress | None) -> tuple[Stay, ...]:
    spells = _spells(work)
    units = [unit.id for unit in work.base.units] if work.base else work.log.units
    found: list[Stay] = []
    for place, unit in enumerate(units):
        if progress:
            progress(place, len(units))
        found += _stays_in(work, unit, spells[unit])
    return tuple(found)


def _spells(work: _Work) -> dict[str, dict[str, list[_Spell]]]:
    """Clinical need by unit and group. Who came by an alternative with another length of stay is not among them."""
    found: dict[str, dict[str, list[_Spell]]] = defaultdict(lambda: defaultdict(list))
    before: Visit | None = None
    for visit in work.log.visits:
        came_otherwise = (
            before is not None and before.patient == visit.patient and before.wanted not in ("", visit.unit)
        )
        if visit.admitted is not None and not (came_otherwise and work.base is not None):
            entry, end, ended = _span(work, visit.admitted, visit.need_over)
            if end > entry:
                found[visit.unit][visit.group].append(_Spell(visit.patient, (entry, end, ended)))
        before = visit
    return found


def _stays_in(work: _Work, unit: str, by_group: dict[str, list[_Spell]]) -> list[Stay]:
    total = sum(spell.span[2] for rows in by_group.values() for spell in rows)

    def count(rows: Sequence[_Spell]) -> int:
        return len({spell.patient for spell in rows if spell.span[2]})

    def fit(rows: Sequence[_Spell]) -> fits.Fit:
        return fits.fit(lifetimes([spell.span for spell in rows], work.shortest))

    def price(rows: Sequence[_Spell]) -> float:
        return fits.price(lifetimes([spell.span for spell in rows], work.shortest), total)

    shared = cells.share(by_group, count, price, work.smallest)
    if shared is None:
        work.few(f"stays in {unit}")
        return _stays_before(work, unit)
    found: list[Stay] = []

    def make(group: str, rows: Sequence[_Spell]) -> None:
        one = fit(rows)
        found.append(Stay(unit, group, one.distribution))
        work.numbers.append(_of_fit(work, "stay", unit, group, one))

    cells.answers(by_group, shared, make)
    if not shared.rest:
        everyone = [spell for rows in by_group.values() for spell in rows]
        work.spare_stays[unit] = lambda: (Stay(unit, EVERYONE, fit(everyone).distribution),)
    return found


def _stays_before(work: _Work, unit: str) -> list[Stay]:
    known = {visit.group for visit in work.log.visits} | {EVERYONE}
    before = [stay for stay in work.base.stays if stay.unit == unit and stay.group in known] if work.base else []
    if before:
        work.notes.append(f"The stays in {unit} are those of the model that was given.")
    return before


def _of_fit(work: _Work, what: str, unit: str, group: str, one: fits.Fit) -> Number:
    about = work.about(one.events)
    return Number(what, unit, group, one.family, one.mean, one.low, one.high, about, one.distance)


# --- who is there ----------------------------------------------------------------------------------------------------


def census(log: Log) -> tuple[Present, ...]:
    """Those who are there when the log ends, a row each, without a name: as personal as the log itself."""
    rows = []
    for visit in log.visits:
        if visit.moved is not None:
            continue
        if visit.admitted is None:
            waited = round(log.ends - visit.came, 2)
            rows.append(Present("", visit.group, 0.0, visit.unit, waited))
            continue
        waits_for = visit.destination if visit.destination not in ("", LEAVES, DIES, visit.unit) else ""
        waited = round(log.ends - visit.ready, 2) if waits_for and visit.ready is not None else 0.0
        rows.append(Present(visit.unit, visit.group, round(log.ends - visit.admitted, 2), waits_for, waited))
    return tuple(sorted(rows, key=lambda row: (row.unit, row.waiting_for, row.group, row.days, row.waited_days)))
