"""What a model says that cannot be, cannot be run, or should be known before it is run."""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from harmoni.distributions import Constant
from harmoni.model import calendar, flow
from harmoni.model.parts import (
    AFTER_DAYS,
    CENSUS,
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
    Present,
    Price,
)
from harmoni.model.problems import Problem

RULES = (PROBABILITY, IF_FULL, AFTER_DAYS, SHORTEST)
PRICES = ("fee_day", "place_day", "blocked_day")
SHORTEST_STAY_DAYS = 1 / 1440


class Lines:
    """Where things were written; without files (a model made in Python) by their place in the list."""

    def __init__(self, lines: dict[tuple[str, int], int] | None = None) -> None:
        self.lines = lines or {}

    def row(self, file: str, place: int) -> str:
        line = self.lines.get((file, place))
        return f"line {line}" if line else f"row {place + 1}"


def problems_of(model: Model, lines: Lines | None = None) -> list[Problem]:
    """Everything that is wrong; what builds on names is only looked at when the names are right."""
    where = lines or Lines()
    found = [*_names(model, where), *_numbers(model, where)]
    if not any(not problem.is_warning for problem in found):
        found += [*_routes(model), *_stays(model), *_needs(model)]
        found += [*_capacity(model), *_arrivals(model), *_census(model, where), *_prices(model)]
    if not any(not problem.is_warning for problem in found):
        found += _overload(model)
    return found


def _names(model: Model, where: Lines) -> Iterator[Problem]:
    units, groups = {unit.id for unit in model.units}, {group.id for group in model.groups}
    for name, count in Counter(unit.id for unit in model.units).items():
        if count > 1 or name in (OUTSIDE, LEAVES, DIES):
            message = "The name is used for something else." if count == 1 else "The name is there twice."
            yield Problem("model.toml", f"unit {name}", "id", f"{message} Give every unit a name of its own.")
    for place, group in enumerate(model.groups):
        if group.id == EVERYONE or [other.id for other in model.groups].count(group.id) > 1:
            message = "Give every group a name of its own (and not *, which means everyone)."
            yield Problem("groups.csv", where.row("groups.csv", place), "group", message)
    if not model.groups:
        yield Problem("groups.csv", "", "", "There is no group. Write at least one.")

    def unknown(file: str, place: int, field: str, name: str, known: set[str]) -> Problem:
        return Problem(file, where.row(file, place), field, f"«{name}» is not one of: {', '.join(sorted(known))}.")

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
            message = f"The rule {route.rule} needs another unit to go to."
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
            yield Problem("model.toml", f"unit {need.unit}", "need.group", f"«{need.group}» is not a group.")
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
        return Problem(file, where.row(file, place), field, f"{value:g} is not possible: it must be {must}.")

    for place, group in enumerate(model.groups):
        if not 1 <= group.priority <= LOWEST_PRIORITY:
            yield wrong("groups.csv", place, "priority", group.priority, f"1 to {LOWEST_PRIORITY}")
    for place, route in enumerate(model.routes):
        for field, value in (("probability", route.probability), ("share", route.share)):
            if not 0 <= value <= 1:
                yield wrong("routes.csv", place, field, value, "from 0 to 1")
        for field, value in (("stay_factor", route.stay_factor), ("hours_factor", route.hours_factor)):
            if not 0 < value <= 100:
                yield wrong("routes.csv", place, field, value, "above 0 and at most 100")
        if route.days < 0:
            yield wrong("routes.csv", place, "days", route.days, "0 or more")
        if route.priority is not None and not 1 <= route.priority <= LOWEST_PRIORITY:
            yield wrong("routes.csv", place, "priority", route.priority, f"1 to {LOWEST_PRIORITY}")
    for place, row in enumerate(model.arrivals):
        if not 0 <= row.per_day <= 100_000:
            yield wrong("arrivals.csv", place, "per_day", row.per_day, "from 0 to 100,000")
        if not 0 <= row.from_hour < row.to_hour <= 24:
            yield wrong("arrivals.csv", place, "to_hour", row.to_hour, "after from_hour, both from 0 to 24")
        if row.start and row.end and row.end < row.start:
            yield Problem("arrivals.csv", where.row("arrivals.csv", place), "to", "The row ends before it begins.")
    for place, present in enumerate(model.census):
        for field, value in (("days", present.days), ("waited_days", present.waited_days)):
            if not 0 <= value <= 36_600:
                yield wrong("census.csv", place, field, value, "from 0 to 36,600 days")
        for field, value in (("stay_factor", present.stay_factor), ("hours_factor", present.hours_factor)):
            if not 0 < value <= 100:
                yield wrong("census.csv", place, field, value, "above 0 and at most 100")
    for place, price in enumerate(model.prices):
        if price.nok < 0:
            yield wrong("prices.csv", place, "nok", price.nok, "0 or more")


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
                message = f"Group {group.id} comes here but has no route onward. Write one, at least to leaves."
                yield Problem("routes.csv", f"from {origin}", "to", message)
            elif abs(total - 1) > 1e-6:
                message = f"The probabilities of group {group.id} sum to {total:.6g}, not to 1."
                yield Problem("routes.csv", f"from {origin}", "probability", message)
        yield from _ends(model, group.id, reached)
    for unit in model.units:
        if unit.id not in everywhere:
            message = "No patient ever comes here: no route leads to it."
            yield Problem("model.toml", f"unit {unit.id}", "", message, is_warning=True)


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
            message = f"Group {group} never leaves from here: no way leads to leaves or dies."
            yield Problem("routes.csv", f"from {origin}", "to", message)


def _stays(model: Model) -> Iterator[Problem]:
    for group in model.groups:
        for unit in reachable(model, group.id):
            stay = model.stay_of(unit, group.id)
            if stay is None:
                message = f"Group {group.id} comes to {unit}, but has no stay there. Write a row for it, or for *."
                yield Problem("stays.csv", f"unit {unit}", "group", message)
            elif stay.mean < SHORTEST_STAY_DAYS and stay != Constant(0.0):
                # Constant 0 is meant: a queue, in which patients only wait for what follows.
                message = f"A mean stay of {stay.mean:g} days is under a minute. Is it in days?"
                yield Problem("stays.csv", f"unit {unit}", "mean", message)


def _needs(model: Model) -> Iterator[Problem]:
    for unit in model.units:
        where = f"unit {unit.id}"
        if unit.kind != HOURS:
            if any(need.unit == unit.id for need in model.needs):
                yield Problem("model.toml", where, "need", f"Only units of hours have needs; this one has {unit.kind}.")
            if unit.built is not None and unit.built != int(unit.built):
                yield Problem("model.toml", where, "built", f"{unit.built:g} {unit.kind}: it must be a whole number.")
            continue
        for group in model.groups:
            if unit.id not in reachable(model, group.id):
                continue
            needs = model.needs_of(unit.id, group.id)
            if not needs or needs[0].from_day != 0:
                message = f"Group {group.id} has no hours from day 0. Write a need for it, or for *."
                yield Problem("model.toml", where, "need", message)
            for before, after in pairwise(needs):
                if after.hours > before.hours:
                    message = (
                        f"The hours of {group.id} rise on day {after.from_day:g}; they can only fall during a stay."
                    )
                    yield Problem("model.toml", where, "need.hours", message)
                if after.from_day == before.from_day:
                    message = f"Group {group.id} has two needs from day {after.from_day:g}."
                    yield Problem("model.toml", where, "need.from_day", message)
            if unit.built is not None and needs and needs[0].hours > unit.built:
                message = f"One patient of {group.id} needs {needs[0].hours:g} hours, and {unit.built:g} are built."
                yield Problem("model.toml", where, "built", message)


def _capacity(model: Model) -> Iterator[Problem]:
    dates = calendar.dates(model)
    for unit in model.units:
        where = f"unit {unit.id}"
        if unit.built is None and unit.staffed:
            yield Problem("model.toml", where, "staffed", "A unit without limit has no calendar. Say what is built.")
        if not unit.intake.days or unit.intake.from_hour >= unit.intake.to_hour:
            yield Problem("model.toml", where, "intake", "The unit never takes anybody in.")
        if unit.order == "ageing" and unit.head_start_days == 0:
            message = "With 0 days, priorities mean nothing: it is first come, first served."
            yield Problem("model.toml", where, "head_start_days", message, is_warning=True)
        apart = calendar.names_holidays(unit.staffed)
        for date in dates:
            rows = [row for row in unit.staffed if calendar.holds(row, date, apart and date in model.holidays)]
            if len(rows) > 1:
                message = f"Rows overlap on {date}. Let one end before the other begins, or split the weekdays."
                yield Problem("model.toml", where, "staffed", message)
                break
            if rows and unit.built is not None and rows[0].places > unit.built:
                message = (
                    f"On {date} {rows[0].places:g} are staffed, but {unit.built:g} are built; {unit.built:g} are used."
                )
                yield Problem("model.toml", where, "staffed.places", message, is_warning=True)
                break


def _arrivals(model: Model) -> Iterator[Problem]:
    """Every hour of every group has exactly one rate: a 0 is written, not left out."""
    dates = calendar.dates(model)
    for group in model.groups:
        rows = tuple(row for row in model.arrivals if row.group == group.id)
        if not rows:
            message = f"Group {group.id} has no row. Write one, with 0 a day if nobody comes."
            yield Problem("arrivals.csv", "", "group", message)
            continue
        apart = calendar.names_holidays(rows)
        for date in dates:
            hours = Counter(
                hour
                for row in rows
                if calendar.holds(row, date, apart and date in model.holidays)
                for hour in range(row.from_hour, row.to_hour)
            )
            missing = [hour for hour in range(24) if hours[hour] == 0]
            double = [hour for hour in range(24) if hours[hour] > 1]
            if missing or double:
                what, hour = ("gap", missing[0]) if missing else ("overlap", double[0])
                message = (
                    f"Group {group.id} has a {what} on {date:%a %Y-%m-%d} from hour {hour}: one row for each hour."
                )
                yield Problem("arrivals.csv", f"group {group.id}", "from", message)
                break


def _census(model: Model, where: Lines) -> Iterator[Problem]:
    if model.horizon.begin != CENSUS:
        return
    if model.horizon.warm_up_days:
        message = "A run that begins with the census has no warm-up. Leave it out."
        yield Problem("model.toml", "run", "warm_up_days", message)
    if not model.census:
        yield Problem("census.csv", "", "", "The run begins with the census, but there is no row in it.")
    used = {unit.id: 0 for unit in model.units}
    for place, row in enumerate(model.census):
        line = where.row("census.csv", place)
        if not row.unit and not row.waiting_for:
            yield Problem("census.csv", line, "unit", "Write the unit, or what the patient waits for outside.")
        if row.unit and row.unit == row.waiting_for:
            yield Problem("census.csv", line, "waiting_for", "Nobody waits for the unit they are in.")
        if row.waited_days > 0 and not row.waiting_for:
            yield Problem("census.csv", line, "waiting_for", "The patient has waited, but for what is not said.")
        if row.unit:
            used[row.unit] += _load_of(model, row)
    first = calendar.dates(model)[0]
    for unit in model.units:
        if unit.built is None:
            continue
        built, staffed = calendar.load(unit, unit.built), calendar.capacity_on(model, unit, first)
        scale = calendar.MINUTES if unit.kind == HOURS else 1
        if used[unit.id] > built:
            message = (
                f"The census fills {used[unit.id] / scale:g} of {unit.built:g} {unit.kind} in {unit.id}. Raise what is "
                "built (beds in the corridor too), or correct the census."
            )
            yield Problem("census.csv", f"unit {unit.id}", "", message)
        elif used[unit.id] > staffed:
            message = f"{unit.id} begins above what is staffed: {used[unit.id] / scale:g} of {staffed / scale:g}."
            yield Problem("census.csv", f"unit {unit.id}", "", message, is_warning=True)


def _load_of(model: Model, row: Present) -> int:
    unit = model.unit(row.unit)
    if unit.kind != HOURS:
        return 1
    past = [need for need in model.needs_of(row.unit, row.group) if need.from_day <= row.days]
    return math.ceil(calendar.load(unit, past[-1].hours) * row.hours_factor) if past else 0


def _prices(model: Model) -> Iterator[Problem]:
    horizon = model.horizon
    last = calendar.dates(model)[-1]
    by_what: dict[tuple[str, str], list[Price]] = {}
    for price in model.prices:
        by_what.setdefault((price.what, price.unit), []).append(price)
    if any(unit.has_fee for unit in model.units) and not by_what.get(("fee_day", "")):
        yield Problem("prices.csv", "", "fee_day", "A unit has a fee, but no price is written for fee_day.")
    for (what, unit), rows in by_what.items():
        name = f"{what} {unit}".strip()
        rows.sort(key=lambda row: row.start.toordinal() if row.start else 0)
        for before, after in pairwise(rows):
            if after.start is None or before.end is None or after.start <= before.end:
                message = f"Two prices hold on {after.start or 'every day'}. End the first before the next begins."
                yield Problem("prices.csv", name, "to", message)
            elif (after.start - before.end).days > 1:
                message = f"There is a gap: no price from {before.end} to {after.start}, both left out."
                yield Problem("prices.csv", name, "from", message)
        if rows[0].start and rows[0].start > horizon.start:
            message = f"The first price begins {rows[0].start}, after the run ({horizon.start})."
            yield Problem("prices.csv", name, "from", message)
        if rows[-1].end and rows[-1].end < last:
            message = (
                f"The last price ends {rows[-1].end}, before the run does ({last}). Add one, or leave the end open."
            )
            yield Problem("prices.csv", name, "to", message)


def _overload(model: Model) -> Iterator[Problem]:
    """Units that can never cope: the long run has no answer there, the short run has."""
    offered, capacity = flow.offered(model), flow.mean_capacity(model)
    for unit, load, places in zip(model.units, offered, capacity, strict=True):
        if load >= places and unit.waiting_room is None:
            scale = calendar.MINUTES if unit.kind == HOURS else 1
            message = (
                f"More comes than can be cared for: {load / scale:.1f} {unit.kind} would be in use on a mean day, and "
                f"there are {places / scale:.1f}. The queue grows without end; the long run has no answer, and at least "
                f"{max(load - places, 0) / scale:.1f} more are needed. The first weeks can still be simulated."
            )
            yield Problem("model.toml", f"unit {unit.id}", "built", message, is_warning=True)
