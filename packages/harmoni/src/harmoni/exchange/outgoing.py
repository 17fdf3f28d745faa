"""A model as a network in the JSON of json2ciw, as far as that form goes; what it cannot say is refused, never left out.

Beyond json2ciw's own words: `queue_capacity` 0 (blocking), `priority` of a class, `capacity` null (no limit), and the
weibull distribution.
"""

from typing import Any

from harmoni.distributions import Constant, Distribution, Empirical, Exponential, Gamma, Lognormal, Weibull
from harmoni.exchange.incoming import EXIT
from harmoni.model.parts import DIES, HOLIDAY, HOURS, LEAVES, OUTSIDE, PROBABILITY, STRICT, Model, Unit
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say


def document(model: Model) -> dict[str, Any]:
    """The network, in days. `BadModel` with everything that only Harmoni can say."""
    writer = _Writer(model)
    found = writer.network()
    if writer.problems:
        raise BadModel(writer.problems)
    return found


class _Writer:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.problems: list[Problem] = []
        self.entered = {route.to for route in model.routes if route.origin == OUTSIDE}
        self.reached = {route.to for route in model.routes if route.origin != OUTSIDE}
        # There, one queue holds all who wait for an activity, or none. Where those from outside may queue and those
        # from other units hold their place, the first wait in an activity of their own, without limit and without stay.
        self.lined = {
            unit.id for unit in model.units
            if unit.id in self.entered and unit.id in self.reached and unit.waiting_room is None
        }  # fmt: skip
        self.rates = {group.id: self._rate(group.id) for group in model.groups}

    def refuse(self, row: str, field: str, message: str) -> None:
        self.problems.append(Problem("model.toml", row, field, message))

    def network(self) -> dict[str, Any]:
        model = self.model
        for route in model.routes:
            if route.rule != PROBABILITY:
                self.refuse(
                    f"{route.origin} → {route.to}", "rule", say("The rule {rule} has no word there.", rule=route.rule)
                )
            if route.priority is not None:
                self.refuse(f"{route.origin} → {route.to}", "priority", say("A priority of a route has no word there."))
            if route.origin == route.to:
                self.refuse(
                    f"{route.origin} → {route.to}", "to", say("A new stay in the same place has no word there.")
                )
        return {
            "name": model.title or "Model",
            "description": "Written by Harmoni. Time in days; queue_capacity 0 is blocking after service.",
            "customer_classes": [
                {"name": group.id, "label": group.name or group.id, "priority": group.priority}
                for group in model.groups
            ],
            "activities": [
                *(self._activity(unit) for unit in model.units),
                *(self._line(unit) for unit in model.units if unit.id in self.lined),
            ],
            "transitions": [
                *(row for unit in model.units for row in self._transitions(unit)),
                *({"from": self._line_id(unit), "to": unit, "probability": 1.0} for unit in sorted(self.lined)),
            ],
        }

    def _rate(self, group: str) -> float:
        rows = [row for row in self.model.arrivals if row.group == group]
        is_steady = all(
            not row.start and not row.end and row.days - {HOLIDAY} == frozenset(range(7))
            and (row.from_hour, row.to_hour) == (0, 24)
            for row in rows
        )  # fmt: skip
        if not is_steady:
            self.problems.append(
                Problem(
                    "arrivals.csv",
                    group,
                    "per_day",
                    say("Arrivals that change with the day or hour have no word there."),
                )
            )
        return sum(row.per_day for row in rows)

    def _activity(self, unit: Unit) -> dict[str, Any]:
        self._check(unit)
        activity: dict[str, Any] = {
            "name": unit.id,
            "type": "activity",
            "resource": {
                "name": f"{unit.id} places",
                "capacity": None if unit.built is None else round(unit.built),
            },
            "service_distribution": self._by_class(
                {group.id: self._distribution(unit.id, group.id) for group in self.model.groups}
            ),
        }
        if unit.id not in self.lined:
            activity |= self._arrivals(unit)
        if unit.waiting_room is not None and unit.id in self.entered:
            activity["queue_capacity"] = unit.waiting_room
        elif unit.id in self.reached:
            activity["queue_capacity"] = 0
        return activity

    def _arrivals(self, unit: Unit) -> dict[str, Any]:
        arrivals = {}
        for group in self.model.groups:
            share = sum(r.probability for r in self.model.routes_of(OUTSIDE, group.id) if r.to == unit.id)
            if share * self.rates[group.id] > 0:
                rate = {"type": "exponential", "parameters": {"rate": share * self.rates[group.id]}}
                arrivals[group.id] = rate
        if not arrivals:
            return {}
        return {
            "arrival_distribution": self._by_class({group.id: arrivals.get(group.id) for group in self.model.groups})
        }

    def _line_id(self, unit: str) -> str:
        taken = {one.id for one in self.model.units}
        return next(name for n in range(len(taken) + 1) if (name := f"{unit}-line{n or ''}") not in taken)

    def _line(self, unit: Unit) -> dict[str, Any]:
        name = self._line_id(unit.id)
        return {
            "name": name,
            "type": "activity",
            "resource": {"name": f"{name} places", "capacity": None},
            "service_distribution": said_as(Constant(0.0)),
            **self._arrivals(unit),
        }

    def _check(self, unit: Unit) -> None:
        row = say("unit {id}", id=unit.id)
        if unit.kind == HOURS:
            self.refuse(row, "kind", say("Hours that are shared have no word there."))
        if unit.staffed:
            self.refuse(row, "staffed", say("Staffing that changes with the calendar has no word there."))
        if not unit.intake.is_always:
            self.refuse(row, "intake", say("Hours of intake have no word there."))
        if unit.order != STRICT:
            self.refuse(row, "order", say("Ageing of priorities has no word there."))
        asks = unit.has_fee and any(
            route.origin == unit.id and any(u.id == route.to and u.pays_fee and u.answer for u in self.model.units)
            for route in self.model.routes
        )
        if asks:
            self.refuse(row, "answer", say("Time until the municipality answers has no word there."))
        if unit.id in self.entered and unit.id in self.reached and unit.waiting_room:
            message = say("A waiting room with a limit for those from outside, and none for others, has no word there.")
            self.refuse(row, "waiting_room", message)
        if (
            unit.built is not None
            and unit.id in self.reached
            and len({group.priority for group in self.model.groups}) > 1
        ):
            message = say(
                "Priorities among those who are held have no word there: Ciw takes the first who was blocked."
            )
            self.refuse(row, "priority", message)

    def _transitions(self, unit: Unit) -> list[dict[str, Any]]:
        shares: dict[str, dict[str, float]] = {}
        for group in self.model.groups:
            for route in self.model.routes_of(unit.id, group.id):
                to = EXIT if route.to in (LEAVES, DIES) else route.to
                by_group = shares.setdefault(to, dict.fromkeys((g.id for g in self.model.groups), 0.0))
                by_group[group.id] += route.probability
        return [{"from": unit.id, "to": to, "probability": self._by_class(row)} for to, row in shares.items()]

    def _by_class(self, rows: dict[str, Any]) -> Any:
        """One value where all classes have the same, as most readers expect."""
        values = list(rows.values())
        if values and all(value == values[0] for value in values):
            return values[0]
        return {"by_class": {group: value for group, value in rows.items() if value is not None}}

    def _distribution(self, unit: str, group: str) -> dict[str, Any] | None:
        stay = self.model.stay_of(unit, group)
        if stay is None:
            return None
        said = said_as(stay)
        if said is None:
            self.refuse(
                say("unit {id}", id=unit),
                "stay",
                say("The distribution {name} has no word there.", name=type(stay).__name__),
            )
        return said


def said_as(stay: Distribution) -> dict[str, Any] | None:
    """A distribution by its name there; None when it has none."""
    match stay:
        case Exponential(mean):
            return {"type": "exponential", "parameters": {"mean": mean}}
        case Constant(mean):
            return {"type": "deterministic", "parameters": {"value": mean}}
        case Lognormal(mean, sd):
            return {"type": "lognormal", "parameters": {"mean": mean, "sd": sd}}
        case Gamma(_, shape):
            return {"type": "gamma", "parameters": {"shape": shape, "scale": stay.scale}}
        case Weibull(_, shape):
            return {"type": "weibull", "parameters": {"shape": shape, "scale": stay.scale}}
        case Empirical(((low, high, _),)):
            return {"type": "uniform", "parameters": {"min": low, "max": high}}
    return None
