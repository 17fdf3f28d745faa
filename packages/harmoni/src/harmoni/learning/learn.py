"""From an event log to a model: aggregates only, with intervals, and no trace of small cells."""

import datetime as dt
import math
from dataclasses import dataclass, replace

from harmoni.learning import cells, events, onward, stays, units
from harmoni.learning.events import Log, Visit
from harmoni.learning.stays import Progress
from harmoni.learning.work import Number, Work
from harmoni.model import check
from harmoni.model.parts import DIES, EVERYONE, LEAVES, STEADY, Group, Horizon, Model, Present
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say


@dataclass(frozen=True)
class Learned:
    """The model, how sure its numbers are, and what was left out."""

    model: Model
    numbers: tuple[Number, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    begins: dt.date
    ends: dt.date


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
        message = say(
            "{smallest} is too few: numbers about fewer than {fewest} patients are never written.",
            smallest=smallest,
            fewest=cells.SMALLEST,
        )
        raise BadModel([Problem("", "", "smallest", message)])
    _same_units(log, base)
    kept, notes = cells.without_small_groups(log, smallest)
    if not kept.visits:
        raise BadModel(
            [Problem("", "", "", say("No group has {smallest} patients: nothing can be learned.", smallest=smallest))]
        )
    is_dated = all(float(time).is_integer() for visit in kept.visits for time in (visit.came, visit.moved or 0.0))
    work = Work(kept, base, smallest, 1.0 if is_dated else 1 / 1440, left_out=notes)
    known = {visit.group for visit in kept.visits}
    named = {group.id: group for group in base.groups} if base else {}
    groups = tuple([group for name, group in named.items() if name in known]) + tuple(
        Group(name, name) for name in sorted(known - set(named))
    )
    arrivals, entries = onward.arrivals(work, groups, by_hour=not is_dated)
    model = Model(
        units=units.units(work),
        groups=groups,
        routes=(*entries, *onward.routes(work)),
        stays=stays.stays(work, progress),
        arrivals=arrivals,
        needs=tuple(need for need in base.needs if need.group in known | {EVERYONE}) if base else (),
        prices=base.prices if base else (),
        holidays=base.holidays if base else frozenset(),
        horizon=_horizon(work, with_census),
        title=base.title if base else say("Learned from an event log"),
        census=census(kept, base) if with_census else (),
    )
    model = _for_all_who_come(work, model)
    begins, ends = (dt.date.fromordinal(int(time)) for time in (kept.begins, kept.ends))
    return Learned(model, tuple(work.numbers), tuple(work.left_out), tuple(work.notes), begins, ends)


def _for_all_who_come(work: Work, model: Model) -> Model:
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
            "",
            say("unit {id}", id=name),
            "unit",
            say("The log has a unit that the model lacks. It has: {names}.", names=", ".join(sorted(known))),
        )
        for name in log.units
        if name not in known
    ]
    if wrong:
        raise BadModel(wrong)


def _horizon(work: Work, with_census: bool) -> Horizon:
    start = dt.date.fromordinal(math.floor(work.log.ends + 1 / 1440))
    if work.base is None:
        return Horizon(start, 364, STEADY, 364)
    return replace(work.base.horizon, start=start) if with_census else work.base.horizon


def census(log: Log, base: Model | None = None) -> tuple[Present, ...]:
    """Those who are there when the log ends, a row each, without a name: as personal as the log itself.

    Who came by the alternative way of a rule of the base has its factors: more hours than others, for longer.
    """
    rows = []
    before: Visit | None = None
    for visit in log.visits:
        last, before = before, visit
        if visit.moved is not None:
            continue
        if visit.admitted is None:
            waited = round(log.ends - visit.came, 2)
            rows.append(Present("", visit.group, 0.0, visit.unit, waited))
            continue
        waits_for = visit.destination if visit.destination not in ("", LEAVES, DIES, visit.unit) else ""
        waited = round(log.ends - visit.ready, 2) if waits_for and visit.ready is not None else 0.0
        came_by = visit if waits_for else last if last and last.patient == visit.patient else None
        factors = _factors(base, came_by) if base and came_by else (1.0, 1.0)
        rows.append(Present(visit.unit, visit.group, round(log.ends - visit.admitted, 2), waits_for, waited, *factors))
    return tuple(sorted(rows, key=lambda row: (row.unit, row.waiting_for, row.group, row.days, row.waited_days)))


def _factors(base: Model, visit: Visit) -> tuple[float, float]:
    """Of stay and hours where the patient goes after a visit, if it is another way than wanted."""
    route = events.other_way(base, visit)
    return (route.stay_factor, route.hours_factor) if route else (1.0, 1.0)
