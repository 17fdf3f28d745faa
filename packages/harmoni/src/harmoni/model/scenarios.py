"""Scenarios: what is different from the model, by whom and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harmoni.distributions import (
    Constant,
    Coxian,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Mixture,
    Weibull,
)
from harmoni.model import check, files
from harmoni.model.parts import Intake, Model, Period, Route, Stay, Unit
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say


@dataclass(frozen=True)
class Scenario:
    """A set of differences, and the model with them."""

    id: str
    title: str
    author: str
    reason: str
    model: Model
    warnings: tuple[Problem, ...] = ()


def names(path: Path) -> list[str]:
    """The scenarios beside a model."""
    found = files.read_files(path)
    return [name[len("scenarios/") : -len(".toml")] for name in found if name.startswith("scenarios/")]


def load(path: Path, name: str, model: Model) -> Scenario:
    """One scenario of a model; `BadModel` when it does not fit the model, or makes one that cannot be run."""
    file = f"scenarios/{name}.toml"
    problems: list[Problem] = []
    document = files.read_toml(file, files.read_files(path).get(file), "scenario", problems)
    if document is None:
        raise BadModel(problems)
    changed = model
    for place, change in enumerate(document["change"]):
        changed = apply(changed, change, file, say("change {place}", place=place + 1), problems)
    if not problems:
        problems = check.problems_of(changed)
    if any(not problem.is_warning for problem in problems):
        raise BadModel(problems)
    return Scenario(name, document["title"], document["author"], document["reason"], changed, tuple(problems))


def apply(model: Model, change: Mapping[str, Any], file: str, row: str, problems: list[Problem]) -> Model:
    """The model with one difference; what does not fit is told in `problems`."""
    for field, known in (("unit", [unit.id for unit in model.units]), ("group", [group.id for group in model.groups])):
        if field in change and change[field] not in known:
            problems.append(
                Problem(
                    file,
                    row,
                    field,
                    say("«{name}» is not one of: {names}.", name=change[field], names=", ".join(known)),
                )
            )
            return model
    if "probability" in change:
        return _reroute(model, change, file, row, problems)
    if "arrivals_factor" in change:
        factor, group = change["arrivals_factor"], change.get("group")
        arrivals = tuple(
            replace(rows, per_day=rows.per_day * factor) if group in (None, rows.group) else rows
            for rows in model.arrivals
        )
        return replace(model, arrivals=arrivals)
    if "unit" not in change:
        problems.append(Problem(file, row, "unit", say("Say which unit changes.")))
        return model
    if "stay_factor" in change:
        return replace(model, stays=_stays(model, change["unit"], change.get("group"), change["stay_factor"]))
    unit = _changed_unit(model.unit(change["unit"]), change, file, row, problems)
    return replace(model, units=tuple(unit if old.id == unit.id else old for old in model.units))


def _changed_unit(unit: Unit, change: Mapping[str, Any], file: str, row: str, problems: list[Problem]) -> Unit:
    if "places_add" in change or "places" in change:
        if unit.built is None:
            problems.append(Problem(file, row, "places", say("{unit} has no limit that could change.", unit=unit.id)))
            return unit
        more = change.get("places_add", change.get("places", 0) - unit.built)
        if "places" in change and "places_add" in change:
            problems.append(Problem(file, row, "places_add", say("Say either places or places_add.")))
        # New places are staffed in every period, as the others are.
        staffed = tuple(Period(max(p.places + more, 0.0), p.start, p.end, p.days) for p in unit.staffed)
        unit = replace(unit, built=unit.built + more, staffed=staffed)
        if unit.built is not None and unit.built < 0:
            problems.append(
                Problem(file, row, "places_add", say("{id} would have {built:g} places.", id=unit.id, built=unit.built))
            )
    if "intake" in change:
        intake = change["intake"]
        days = files.weekdays(intake.get("days", "all"), row, "intake.days", problems)
        unit = replace(
            unit,
            intake=Intake(
                days - {7},
                float(intake.get("from_hour", 0)),
                float(intake.get("to_hour", 24)),
                intake.get("on_holidays", True),
            ),
        )
    if "notice" in change:
        unit = replace(unit, notice=files.delay(change["notice"], file, row, "notice", problems))
    if "answer" in change:
        unit = replace(unit, answer=files.delay(change["answer"], file, row, "answer", problems))
    return unit


def _stays(model: Model, unit: str, group: str | None, factor: float) -> tuple[Stay, ...]:
    """The stays of a unit, longer or shorter, for everyone or for one group."""
    if group is None:
        return tuple(
            Stay(s.unit, s.group, scaled(s.distribution, factor)) if s.unit == unit else s for s in model.stays
        )
    before = model.stay_of(unit, group)
    others = tuple(stay for stay in model.stays if (stay.unit, stay.group) != (unit, group))
    return others if before is None else (*others, Stay(unit, group, scaled(before, factor)))


def _reroute(model: Model, change: Mapping[str, Any], file: str, row: str, problems: list[Problem]) -> Model:
    """A route gets a new probability; the others from the same place share the rest as they did."""
    origin, to, wanted = change.get("from", ""), change.get("to", ""), change["probability"]
    groups = [change["group"]] if "group" in change else [group.id for group in model.groups]
    routes = list(model.routes)
    for group in groups:
        before = model.routes_of(origin, group)
        if not before and "group" not in change:
            continue
        rest = sum(route.probability for route in before if route.to != to)
        if not any(route.to == to for route in before):
            problems.append(
                Problem(
                    file,
                    row,
                    "to",
                    say("Group {group} has no route from «{origin}» to «{to}».", group=group, origin=origin, to=to),
                )
            )
            return model
        if rest == 0 and wanted < 1:
            problems.append(Problem(file, row, "probability", say("There is no other route to take the rest.")))
            return model
        same = sum(route.probability for route in before if route.to == to)
        if same == 0:
            problems.append(
                Problem(
                    file, row, "to", say("The route of {group} has probability 0 and cannot be scaled.", group=group)
                )
            )
            return model
        after: list[Route] = []
        for route in before:
            share = wanted / same if route.to == to else (1 - wanted) / rest
            after.append(replace(route, group=group, probability=route.probability * share))
        routes = [route for route in routes if not (route.origin == origin and route.group == group)] + after
    return replace(model, routes=tuple(routes))


def scaled(distribution: Distribution, factor: float) -> Distribution:
    """The same shape, longer or shorter."""
    match distribution:
        case Exponential(mean):
            return Exponential(mean * factor)
        case Constant(mean):
            return Constant(mean * factor)
        case Lognormal(mean, sd):
            return Lognormal(mean * factor, sd * factor)
        case Gamma(mean, shape):
            return Gamma(mean * factor, shape)
        case Weibull(mean, shape):
            return Weibull(mean * factor, shape)
        case Mixture(parts):
            return Mixture(tuple((weight, scaled(part, factor)) for weight, part in parts))
        case Coxian(means, onward):
            return Coxian(tuple(mean * factor for mean in means), onward)
        case Empirical(bins):
            return Empirical(tuple((low * factor, high * factor, weight) for low, high, weight in bins))
    raise TypeError(f"{type(distribution).__name__} cannot be scaled.")
