"""Parts of a model in words: lengths of time, weekdays, calendars, rules, what a scenario changes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from harmoni import distributions as d
from harmoni.model import lengths
from harmoni.model.parts import (
    AFTER_DAYS,
    AGEING,
    ALL_DAYS,
    BEDS,
    HOLIDAY,
    IF_FULL,
    SHORTEST,
    Intake,
    Period,
    Route,
    Unit,
)
from harmoni.model.words import weekdays as read_weekdays
from harmoni.report.names import Names
from harmoni.texts import Texts


def plain(value: float, say: Texts) -> str:
    """A number that a person wrote: as it was written."""
    text = f"{value:,.6g}" if abs(value) >= 1000 else f"{value:.6g}"
    return text.replace(",", "\u202f").replace(".", "," if say.language == "nb" else ".").replace("-", "−")


def rounded(value: float, say: Texts) -> str:
    """Three digits that mean something: for numbers that may have been computed from others."""
    return plain(float(f"{value:.3g}"), say)


def length(found: d.Distribution | None, say: Texts) -> str:
    """A distribution with its numbers, in days."""
    match found:
        case None:
            return "–"
        case d.Constant(mean):
            return say("length.constant", mean=plain(mean, say))
        case d.Exponential(mean):
            return say("length.exponential", mean=plain(mean, say))
        case d.Lognormal(mean, sd):
            return say("length.lognormal", mean=plain(mean, say), sd=rounded(sd, say))
        case d.Gamma(mean, shape):
            return say("length.gamma", mean=plain(mean, say), shape=rounded(shape, say))
        case d.Weibull(mean, shape):
            return say("length.weibull", mean=plain(mean, say), shape=rounded(shape, say))
        case d.Mixture(parts):
            return say.listed([f"{say.share(weight)} {length(part, say)}" for weight, part in parts])
        case d.Coxian(means, _):
            return say("length.coxian", phases=len(means), mean=say.number(found.mean))
        case d.Empirical(bins):
            return say("length.empirical", bins=len(bins), mean=say.number(found.mean))
    return type(found).__name__


def date(day: dt.date, say: Texts) -> str:
    return say("date", day=day.day, month=say(f"month_names.m{day.month}"), year=day.year)


def span(start: dt.date | None, end: dt.date | None, say: Texts) -> str:
    """From a date to a date, open ends too; nothing for always."""
    if start and end:
        return say("span.both", start=date(start, say), end=date(end, say))
    if start:
        return say("span.start", start=date(start, say))
    return say("span.end", end=date(end, say)) if end else ""


def weekdays(days: frozenset[int], say: Texts) -> str:
    """«mandag–fredag», «lørdag, søndag og helligdag», «alle dager»."""
    week = sorted(days & ALL_DAYS)
    if len(week) == 7:
        return say("days.all")
    if len(week) > 2 and week == list(range(week[0], week[-1] + 1)):
        parts = [say("days.from_to", start=say(f"days.d{week[0]}"), end=say(f"days.d{week[-1]}"))]
    else:
        parts = [say(f"days.d{day}") for day in week]
    return say.listed([*parts, *([say("days.holiday")] if HOLIDAY in days else [])])


def hours(start: float, end: float) -> str:
    return f"{start:g}–{end:g}".replace(".5", ":30")


def intake(found: Intake, say: Texts) -> str:
    if found.is_always:
        return say("intake.always")
    parts = [weekdays(found.days, say)]
    if (found.from_hour, found.to_hour) != (0.0, 24.0):
        parts.append(say("intake.hours", hours=hours(found.from_hour, found.to_hour)))
    if not found.on_holidays:
        parts.append(say("intake.no_holidays"))
    return ", ".join(parts)


def places(value: float, kind: str, say: Texts) -> str:
    return say(f"places.{kind}", n=plain(value, say))


def staffed(row: Period, kind: str, say: Texts) -> str:
    parts = [places(row.places, kind, say), span(row.start, row.end, say)]
    if row.days & ALL_DAYS != ALL_DAYS:
        parts.append(weekdays(row.days, say))
    return " ".join(part for part in parts if part)


def capacity(unit: Unit, say: Texts) -> str:
    """What is built, and how much of it is staffed when."""
    if unit.built is None:
        return say("places.unlimited")
    rows = [staffed(row, unit.kind, say) for row in unit.staffed]
    built = places(unit.built, unit.kind, say)
    return f"{built}; {say('places.staffed', rows='; '.join(rows))}" if rows else built


def queue(unit: Unit, say: Texts) -> str:
    """Who goes first, who may pass, and how many may wait."""
    parts = [
        say("queue.ageing", days=plain(unit.head_start_days, say)) if unit.order == AGEING else say("queue.strict")
    ]
    if unit.pass_over:
        parts.append(say("queue.pass_over"))
    if unit.waiting_room is not None:
        parts.append(say("queue.room", n=unit.waiting_room))
    return "; ".join(parts)


def rule(route: Route, names: Names) -> str:
    """The rule of a route, and what the alternative costs."""
    say = names.say
    if route.rule not in (IF_FULL, AFTER_DAYS, SHORTEST):
        text = ""
    else:
        text = say(
            f"rule.{route.rule}", to=names.unit(route.alternative), share=say.share(route.share),
            days=plain(route.days, say),
        )  # fmt: skip
        if route.stay_factor != 1.0:
            text += "; " + say("rule.stay", factor=plain(route.stay_factor, say))
        if route.hours_factor != 1.0:
            text += "; " + say("rule.hours", factor=plain(route.hours_factor, say))
    if route.priority is not None:
        text = "; ".join(part for part in (text, say("rule.priority", priority=route.priority)) if part)
    return text


def change(found: Mapping[str, Any], names: Names) -> list[str]:
    """One change of a scenario, each thing that differs for itself."""
    say, unit = names.say, str(found.get("unit", ""))
    kind = next((one.kind for one in names.model.units if one.id == unit), BEDS)
    name = names.unit(unit) if unit else ""
    group = names.group(str(found["group"])) if "group" in found else say("report.everyone")
    told = []
    if "places_add" in found:
        more = float(found["places_add"])
        told.append(say("change.more" if more >= 0 else "change.fewer", unit=name, places=places(abs(more), kind, say)))
    if "places" in found:
        told.append(say("change.places", unit=name, places=places(float(found["places"]), kind, say)))
    if "intake" in found:
        row = found["intake"]
        hours_of = Intake(
            read_weekdays(row.get("days", "all")) - {HOLIDAY}, float(row.get("from_hour", 0)),
            float(row.get("to_hour", 24)), bool(row.get("on_holidays", True)),
        )  # fmt: skip
        told.append(say("change.intake", unit=name, when=intake(hours_of, say)))
    for field in ("notice", "answer"):
        if field in found:
            told.append(say(f"change.{field}", unit=name, length=length(lengths.one(found[field]), say)))
    if "stay_factor" in found:
        told.append(say("change.stay", unit=name, group=group, factor=plain(found["stay_factor"], say)))
    if "arrivals_factor" in found:
        told.append(say("change.arrivals", group=group, factor=plain(found["arrivals_factor"], say)))
    if "probability" in found:
        origin, to = names.unit(str(found["from"])), names.unit(str(found["to"]))
        share = plain(found["probability"], say)
        told.append(say("change.route", origin=origin, to=to, group=group, probability=share))
    return told
