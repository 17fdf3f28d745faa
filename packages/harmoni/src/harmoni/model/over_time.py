"""What a model says about days that cannot be: calendars of places and arrivals, the census, dated prices, overload."""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from harmoni.model import calendar, flow, words
from harmoni.model.parts import CENSUS, HOURS, Model, Present, Price
from harmoni.model.problems import Lines, Problem
from harmoni.texts import say


def capacity(model: Model) -> Iterator[Problem]:
    dates = calendar.dates(model)
    for unit in model.units:
        where = say("unit {id}", id=unit.id)
        if unit.built is None and unit.staffed:
            yield Problem(
                "model.toml", where, "staffed", say("A unit without limit has no calendar. Say what is built.")
            )
        if not unit.intake.days or unit.intake.from_hour >= unit.intake.to_hour:
            yield Problem("model.toml", where, "intake", say("The unit never takes anybody in."))
        if unit.order == "ageing" and unit.head_start_days == 0:
            message = say("With 0 days, priorities mean nothing: it is first come, first served.")
            yield Problem("model.toml", where, "head_start_days", message, is_warning=True)
        apart = calendar.names_holidays(unit.staffed)
        for date in dates:
            rows = [row for row in unit.staffed if calendar.holds(row, date, apart and date in model.holidays)]
            if len(rows) > 1:
                message = say(
                    "Rows overlap on {date}. Let one end before the other begins, or split the weekdays.", date=date
                )
                yield Problem("model.toml", where, "staffed", message)
                break
            if rows and unit.built is not None and rows[0].places > unit.built:
                message = say(
                    "On {date} {places:g} are staffed, but {built:g} are built; {built:g} are used.",
                    date=date,
                    places=rows[0].places,
                    built=unit.built,
                )
                yield Problem("model.toml", where, "staffed.places", message, is_warning=True)
                break


def arrivals(model: Model) -> Iterator[Problem]:
    """Every hour of every group has exactly one rate: a 0 is written, not left out."""
    dates = calendar.dates(model)
    for group in model.groups:
        rows = tuple(row for row in model.arrivals if row.group == group.id)
        if not rows:
            message = say("Group {id} has no row. Write one, with 0 a day if nobody comes.", id=group.id)
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
                told = {"group": group.id, "date": date, "hour": missing[0] if missing else double[0]}
                message = (
                    say("Group {group} has a gap on {date} from hour {hour}: one row for each hour.", **told)
                    if missing
                    else say("Group {group} has an overlap on {date} from hour {hour}: one row for each hour.", **told)
                )
                yield Problem("arrivals.csv", say("group {id}", id=group.id), "from", message)
                break


def census(model: Model, where: Lines) -> Iterator[Problem]:
    if model.horizon.begin != CENSUS:
        return
    if model.horizon.warm_up_days:
        message = say("A run that begins with the census has no warm-up. Leave it out.")
        yield Problem("model.toml", "run", "warm_up_days", message)
    if not model.census:
        yield Problem("census.csv", "", "", say("The run begins with the census, but there is no row in it."))
    used = {unit.id: 0 for unit in model.units}
    for place, row in enumerate(model.census):
        line = where.row("census.csv", place)
        if not row.unit and not row.waiting_for:
            yield Problem("census.csv", line, "unit", say("Write the unit, or what the patient waits for outside."))
        if row.unit and row.unit == row.waiting_for:
            yield Problem("census.csv", line, "waiting_for", say("Nobody waits for the unit they are in."))
        if row.waited_days > 0 and not row.waiting_for:
            yield Problem("census.csv", line, "waiting_for", say("The patient has waited, but for what is not said."))
        if row.unit:
            used[row.unit] += _load_of(model, row)
    first = calendar.dates(model)[0]
    for unit in model.units:
        if unit.built is None:
            continue
        built, staffed = calendar.load(unit, unit.built), calendar.capacity_on(model, unit, first)
        scale = calendar.MINUTES if unit.kind == HOURS else 1
        if used[unit.id] > built:
            message = say(
                "The census fills {used:g} of {built:g} {kind} in {id}. Raise what is built (beds in the corridor too), or correct the census.",
                used=used[unit.id] / scale,
                built=unit.built,
                kind=words.kind(unit.kind),
                id=unit.id,
            )
            yield Problem("census.csv", say("unit {id}", id=unit.id), "", message)
        elif used[unit.id] > staffed:
            message = say(
                "{id} begins above what is staffed: {used:g} of {staffed:g}.",
                id=unit.id,
                used=used[unit.id] / scale,
                staffed=staffed / scale,
            )
            yield Problem("census.csv", say("unit {id}", id=unit.id), "", message, is_warning=True)


def _load_of(model: Model, row: Present) -> int:
    unit = model.unit(row.unit)
    if unit.kind != HOURS:
        return 1
    past = [need for need in model.needs_of(row.unit, row.group) if need.from_day <= row.days]
    return math.ceil(calendar.load(unit, past[-1].hours) * row.hours_factor) if past else 0


def prices(model: Model) -> Iterator[Problem]:
    horizon = model.horizon
    last = calendar.dates(model)[-1]
    by_what: dict[tuple[str, str], list[Price]] = {}
    for price in model.prices:
        by_what.setdefault((price.what, price.unit), []).append(price)
    if any(unit.has_fee for unit in model.units) and not by_what.get(("fee_day", "")):
        yield Problem("prices.csv", "", "fee_day", say("A unit has a fee, but no price is written for fee_day."))
    for (what, unit), rows in by_what.items():
        name = f"{what} {unit}".strip()
        rows.sort(key=lambda row: row.start.toordinal() if row.start else 0)
        for before, after in pairwise(rows):
            if after.start is None or before.end is None or after.start <= before.end:
                message = (
                    say("Two prices hold on {date}. End the first before the next begins.", date=after.start)
                    if after.start
                    else say("Two prices hold every day. End the first before the next begins.")
                )
                yield Problem("prices.csv", name, "to", message)
            elif (after.start - before.end).days > 1:
                message = say(
                    "There is a gap: no price from {end} to {start}, both left out.", end=before.end, start=after.start
                )
                yield Problem("prices.csv", name, "from", message)
        if rows[0].start and rows[0].start > horizon.start:
            message = say(
                "The first price begins {date}, after the run ({start}).", date=rows[0].start, start=horizon.start
            )
            yield Problem("prices.csv", name, "from", message)
        if rows[-1].end and rows[-1].end < last:
            message = say(
                "The last price ends {end}, before the run does ({last}). Add one, or leave the end open.",
                end=rows[-1].end,
                last=last,
            )
            yield Problem("prices.csv", name, "to", message)


def overload(model: Model) -> Iterator[Problem]:
    """Units that can never cope: the long run has no answer there, the short run has."""
    offered, capacity = flow.offered(model), flow.mean_capacity(model)
    for unit, load, places in zip(model.units, offered, capacity, strict=True):
        if load >= places and unit.waiting_room is None:
            scale = calendar.MINUTES if unit.kind == HOURS else 1
            message = say(
                "More comes than can be cared for: {load:.1f} {kind} would be in use on a mean day, and there are {places:.1f}. The queue grows without end; the long run has no answer, and at least {lacking:.1f} more are needed. The first weeks can still be simulated.",
                load=load / scale,
                kind=words.kind(unit.kind),
                places=places / scale,
                lacking=max(load - places, 0) / scale,
            )
            yield Problem("model.toml", say("unit {id}", id=unit.id), "built", message, is_warning=True)
