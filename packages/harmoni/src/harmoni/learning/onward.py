"""Who comes from outside, and where patients go on to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from harmoni.learning import cells
from harmoni.learning.events import Visit, from_outside
from harmoni.learning.rates import rates
from harmoni.learning.work import Number, Work
from harmoni.model import words
from harmoni.model.parts import EVERYONE, LEAVES, OUTSIDE, Arrivals, Group, Model, Route
from harmoni.texts import say


def arrivals(work: Work, groups: Sequence[Group], by_hour: bool) -> tuple[tuple[Arrivals, ...], tuple[Route, ...]]:
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
            work.few(say("arrivals of {id}, written as 0", id=group.id))
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


def routes(work: Work) -> tuple[Route, ...]:
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


def _onward(work: Work, origin: str, by_group: dict[str, list[tuple[str, str]]]) -> tuple[Route, ...]:
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
            work.few(say("from {origin} to {to}, group {group}", origin=origin, to=to, group=group))
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


def _not_learned(work: Work, origin: str) -> tuple[Route, ...]:
    work.few(say("from {origin}", origin=origin))
    known = {visit.group for visit in work.log.visits} | {EVERYONE}
    before = tuple(r for r in work.base.routes if r.origin == origin and r.group in known) if work.base else ()
    if before:
        work.notes.append(say("The routes from {origin} are those of the model that was given.", origin=origin))
    elif origin != OUTSIDE:
        work.notes.append(
            say(
                "How patients go on from {origin} is not known: all leave from there. Correct routes.csv.",
                origin=origin,
            )
        )
        return (Route(origin, LEAVES),)
    return before


def _as_before(base: Model | None, route: Route) -> Route:
    """Rules, factors and priorities are decisions, which no log tells: they stay as they were written."""
    for before in base.routes_of(route.origin, route.group) if base else ():
        if before.to == route.to:
            return replace(before, group=route.group, probability=route.probability)
    return route
