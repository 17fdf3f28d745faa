"""What a model says that cannot be, cannot be run, or should be known before it is run."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from harmoni.distributions import Constant
from harmoni.model import over_time, words
from harmoni.model.parts import (
    AFTER_DAYS,
    DIES,
    EVERYONE,
    HOURS,
    IF_FULL,
    LEAVES,
    LOWEST_PRIORITY,
    OUTSIDE,
    PROBABILITY,
    SHORTEST,
    Model,
)
from harmoni.model.problems import Lines, Problem
from harmoni.texts import say

RULES = (PROBABILITY, IF_FULL, AFTER_DAYS, SHORTEST)
PRICES = ("fee_day", "place_day", "blocked_day")
SHORTEST_STAY_DAYS = 1 / 1440


def problems_of(model: Model, lines: Lines | None = None) -> list[Problem]:
    """Everything that is wrong; what builds on names is only looked at when the names are right."""
    where = lines or Lines()
    found = [*_names(model, where), *_numbers(model, where)]
    if not any(not problem.is_warning for problem in found):
        found += [*_routes(model), *_stays(model), *_needs(model)]
        found += [
            *over_time.capacity(model),
            *over_time.arrivals(model),
            *over_time.census(model, where),
            *over_time.prices(model),
        ]
    if not any(not problem.is_warning for problem in found):
        found += over_time.overload(model)
    return found


def _names(model: Model, where: Lines) -> Iterator[Problem]:
    units, groups = {unit.id for unit in model.units}, {group.id for group in model.groups}
    for name, count in Counter(unit.id for unit in model.units).items():
        if count > 1 or name in (OUTSIDE, LEAVES, DIES):
            message = (
                say("The name is used for something else. Give every unit a name of its own.")
                if count == 1
                else say("The name is there twice. Give every unit a name of its own.")
            )
            yield Problem(
                "model.toml",
                say("unit {id}", id=name),
                "id",
                message,
            )
    for place, group in enumerate(model.groups):
        if group.id == EVERYONE or [other.id for other in model.groups].count(group.id) > 1:
            message = say("Give every group a name of its own (and not *, which means everyone).")
            yield Problem("groups.csv", where.row("groups.csv", place), "group", message)
    if not model.groups:
        yield Problem("groups.csv", "", "", say("There is no group. Write at least one."))

    def unknown(file: str, place: int, field: str, name: str, known: set[str]) -> Problem:
        return Problem(
            file,
            where.row(file, place),
            field,
            say("«{name}» is not one of: {names}.", name=name, names=", ".join(sorted(known))),
        )

    anyone = groups | {EVERYONE}
    for place, route in enumerate(model.routes):
        if route.origin not in units | {OUTSIDE}:
            yield unknown("routes.csv", place, "from", route.origin, units | {OUTSIDE})
        if route.to not in units | {LEAVES, DIES}:
            yield unknown("routes.csv", place, "to", route.to, units | {LEAVES, DIES})
        if route.group not in anyone:
            yield unknown("routes.csv", place, "group", route.group, anyone)
        if route.rule not in RULES:
            yield unknown("routes.csv", place, "rule", route.rule, set(RULES))
        others = units | (set() if route.rule == SHORTEST else {LEAVES, DIES})
        if route.rule != PROBABILITY and route.alternative not in others - {route.origin, route.to}:
            yield unknown("routes.csv", place, "alternative", route.alternative, others - {route.origin, route.to})
        if route.rule != PROBABILITY and route.to in (LEAVES, DIES, route.origin):
            message = say("The rule {rule} needs another unit to go to.", rule=route.rule)
            yield Problem("routes.csv", where.row("routes.csv", place), "to", message)
    for place, stay in enumerate(model.stays):
        if stay.unit not in units:
            yield unknown("stays.csv", place, "unit", stay.unit, units)
        if stay.group not in anyone:
            yield unknown("stays.csv", place, "group", stay.group, anyone)
    for place, row in enumerate(model.arrivals):
        if row.group not in groups:
            yield unknown("arrivals.csv", place, "group", row.group, groups)
    for need in model.needs:
        if need.group not in anyone:
            yield Problem(
                "model.toml",
                say("unit {id}", id=need.unit),
                "need.group",
                say("«{group}» is not a group.", group=need.group),
            )
    for place, present in enumerate(model.census):
        if present.unit not in units | {""}:
            yield unknown("census.csv", place, "unit", present.unit, units)
        if present.group not in groups:
            yield unknown("census.csv", place, "group", present.group, groups)
        if present.waiting_for not in units | {""}:
            yield unknown("census.csv", place, "waiting_for", present.waiting_for, units)
    for place, price in enumerate(model.prices):
        if price.what not in PRICES:
            yield unknown("prices.csv", place, "what", price.what, set(PRICES))
        if price.unit not in units | {""}:
            yield unknown("prices.csv", place, "unit", price.unit, units)


def _numbers(model: Model, where: Lines) -> Iterator[Problem]:
    def wrong(file: str, place: int, field: str, value: float, must: str) -> Problem:
        return Problem(
            file,
            where.row(file, place),
            field,
            say("{value:g} is not possible: it must be {must}.", value=value, must=must),
        )

    for place, group in enumerate(model.groups):
        if not 1 <= group.priority <= LOWEST_PRIORITY:
            yield wrong(
                "groups.csv",
                place,
                "priority",
                group.priority,
                say("from 1 to {lowest}", lowest=LOWEST_PRIORITY),
            )
    for place, route in enumerate(model.routes):
        for field, value in (("probability", route.probability), ("share", route.share)):
            if not 0 <= value <= 1:
                yield wrong("routes.csv", place, field, value, say("from 0 to 1"))
        for field, value in (("stay_factor", route.stay_factor), ("hours_factor", route.hours_factor)):
            if not 0 < value <= 100:
                yield wrong("routes.csv", place, field, value, say("above 0 and at most 100"))
        if route.days < 0:
            yield wrong("routes.csv", place, "days", route.days, say("0 or more"))
        if route.priority is not None and not 1 <= route.priority <= LOWEST_PRIORITY:
            yield wrong(
                "routes.csv",
                place,
                "priority",
                route.priority,
                say("from 1 to {lowest}", lowest=LOWEST_PRIORITY),
            )
    for place, row in enumerate(model.arrivals):
        if not 0 <= row.per_day <= 100_000:
            yield wrong("arrivals.csv", place, "per_day", row.per_day, say("from 0 to 100,000"))
        if not 0 <= row.from_hour < row.to_hour <= 24:
            yield wrong("arrivals.csv", place, "to_hour", row.to_hour, say("after from_hour, both from 0 to 24"))
        if row.start and row.end and row.end < row.start:
            yield Problem("arrivals.csv", where.row("arrivals.csv", place), "to", say("The row ends before it begins."))
    for place, present in enumerate(model.census):
        for field, value in (("days", present.days), ("waited_days", present.waited_days)):
            if not 0 <= value <= 36_600:
                yield wrong("census.csv", place, field, value, say("from 0 to 36,600 days"))
        for field, value in (("stay_factor", present.stay_factor), ("hours_factor", present.hours_factor)):
            if not 0 < value <= 100:
                yield wrong("census.csv", place, field, value, say("above 0 and at most 100"))
    for place, price in enumerate(model.prices):
        if price.nok < 0:
            yield wrong("prices.csv", place, "nok", price.nok, say("0 or more"))


def reachable(model: Model, group: str) -> list[str]:
    """Units a group can come to, from outside or because it is there today."""
    todo = [OUTSIDE]
    for row in model.census:
        if row.group == group:
            todo += [name for name in (row.unit, row.waiting_for) if name]
    units = {unit.id for unit in model.units}
    found: list[str] = []
    while todo:
        origin = todo.pop()
        if origin in units and origin not in found:
            found.append(origin)
        elif origin != OUTSIDE:
            continue
        for route in model.routes_of(origin, group):
            todo += [name for name in (route.to, route.alternative) if name in units]
    return found


def _routes(model: Model) -> Iterator[Problem]:
    everywhere: set[str] = set()
    for group in model.groups:
        reached = reachable(model, group.id)
        everywhere |= set(reached)
        arrives = any(row.group == group.id and row.per_day > 0 for row in model.arrivals)
        for origin in ([OUTSIDE] if arrives else []) + reached:
            routes = model.routes_of(origin, group.id)
            total = sum(route.probability for route in routes)
            if not routes:
                message = say(
                    "Group {id} comes here but has no route onward. Write one, at least to leaves.", id=group.id
                )
                yield Problem("routes.csv", say("from {origin}", origin=origin), "to", message)
            elif abs(total - 1) > 1e-6:
                message = say("The probabilities of group {id} sum to {total:.6g}, not to 1.", id=group.id, total=total)
                yield Problem("routes.csv", say("from {origin}", origin=origin), "probability", message)
        yield from _ends(model, group.id, reached)
    for unit in model.units:
        if unit.id not in everywhere:
            message = say("No patient ever comes here: no route leads to it.")
            yield Problem("model.toml", say("unit {id}", id=unit.id), "", message, is_warning=True)


def _ends(model: Model, group: str, reached: list[str]) -> Iterator[Problem]:
    """From every unit there must be a way out of the chain."""
    with_end: set[str] = set()
    grown = True
    while grown:
        grown = False
        for origin in reached:
            ways = {route.to for route in model.routes_of(origin, group) if route.probability > 0}
            if origin not in with_end and ways & (with_end | {LEAVES, DIES}):
                with_end.add(origin)
                grown = True
    for origin in reached:
        if origin not in with_end and model.routes_of(origin, group):
            message = say("Group {group} never leaves from here: no way leads to leaves or dies.", group=group)
            yield Problem("routes.csv", say("from {origin}", origin=origin), "to", message)


def _stays(model: Model) -> Iterator[Problem]:
    for group in model.groups:
        for unit in reachable(model, group.id):
            stay = model.stay_of(unit, group.id)
            if stay is None:
                message = say(
                    "Group {id} comes to {unit}, but has no stay there. Write a row for it, or for *.",
                    id=group.id,
                    unit=unit,
                )
                yield Problem("stays.csv", say("unit {id}", id=unit), "group", message)
            elif stay.mean < SHORTEST_STAY_DAYS and stay != Constant(0.0):
                # Constant 0 is meant: a queue, in which patients only wait for what follows.
                message = say("A mean stay of {mean:g} days is under a minute. Is it in days?", mean=stay.mean)
                yield Problem("stays.csv", say("unit {id}", id=unit), "mean", message)


def _needs(model: Model) -> Iterator[Problem]:
    for unit in model.units:
        where = say("unit {id}", id=unit.id)
        if unit.kind != HOURS:
            if any(need.unit == unit.id for need in model.needs):
                yield Problem(
                    "model.toml",
                    where,
                    "need",
                    say("Only units of hours have needs; this one has {kind}.", kind=words.kind(unit.kind)),
                )
            if unit.built is not None and unit.built != int(unit.built):
                yield Problem(
                    "model.toml",
                    where,
                    "built",
                    say("{built:g} {kind}: it must be a whole number.", built=unit.built, kind=words.kind(unit.kind)),
                )
            continue
        for group in model.groups:
            if unit.id not in reachable(model, group.id):
                continue
            needs = model.needs_of(unit.id, group.id)
            if not needs or needs[0].from_day != 0:
                message = say("Group {id} has no hours from day 0. Write a need for it, or for *.", id=group.id)
                yield Problem("model.toml", where, "need", message)
            for before, after in pairwise(needs):
                if after.hours > before.hours:
                    message = say(
                        "The hours of {id} rise on day {from_day:g}; they can only fall during a stay.",
                        id=group.id,
                        from_day=after.from_day,
                    )
                    yield Problem("model.toml", where, "need.hours", message)
                if after.from_day == before.from_day:
                    message = say(
                        "Group {id} has two needs from day {from_day:g}.", id=group.id, from_day=after.from_day
                    )
                    yield Problem("model.toml", where, "need.from_day", message)
            if unit.built is not None and needs and needs[0].hours > unit.built:
                message = say(
                    "One patient of {id} needs {hours:g} hours, and {built:g} are built.",
                    id=group.id,
                    hours=needs[0].hours,
                    built=unit.built,
                )
                yield Problem("model.toml", where, "built", message)
