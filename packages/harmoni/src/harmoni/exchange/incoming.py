"""A network of queues as JSON (the form of json2ciw: activities, resources, distributions, transitions) as a model.

What the two mean differently is said by structure, not lost: there, whoever is done with one activity waits in a queue
before the next and gives the server back; here, patients hold their place. So an activity without a limit on its queue
gets a unit before it, without limit and without any stay, in which those who come from other activities wait.
`queue_capacity` 0 is blocking, and needs none.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harmoni.distributions import Constant, Distribution, Empirical, Exponential, Gamma, Lognormal, Weibull
from harmoni.model import check
from harmoni.model.parts import EVERYONE, LEAVES, OUTSIDE, Arrivals, Group, Horizon, Model, Route, Stay, Unit
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say

EXIT = "Exit"
ALL = "all"
HISTOGRAM_BINS = 200
LARGEST = 10_000_000


def read(path: Path, unit_days: float = 1.0) -> tuple[Model, list[Problem]]:
    """A file as a model, with what should be known of it. `unit_days`: how many days the file's unit of time is.

    `BadModel` with everything that cannot be said here.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadModel(
                [Problem(path.name, "", "", say("The file is larger than any network. Is it the right one?"))]
            )
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadModel(
            [Problem(path.name, "", "", say("The file cannot be read: {why}.", why=error.strerror))]
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadModel([Problem(path.name, "", "", say("This is not JSON: {error}.", error=error))]) from error
    return model_of(document, unit_days, path.name)


def model_of(document: Any, unit_days: float = 1.0, name: str = "network") -> tuple[Model, list[Problem]]:
    """A network as a model; see `read`."""
    reader = _Reader(name, unit_days)
    try:
        model = reader.model(document)
    except (KeyError, TypeError, AttributeError) as error:
        reader.wrong(
            "",
            "",
            say(
                "It is not a network with activities and transitions: {name} {error}.",
                name=type(error).__name__,
                error=error,
            ),
        )
        raise BadModel(reader.problems) from error
    if any(not problem.is_warning for problem in reader.problems):
        raise BadModel(reader.problems)
    found = [*reader.problems, *check.problems_of(model)]
    if any(not problem.is_warning for problem in found):
        raise BadModel(found)
    return model, found


@dataclass
class _Reader:
    file: str
    unit_days: float
    problems: list[Problem] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    queues: dict[str, Unit] = field(default_factory=dict)

    def wrong(self, row: str, where: str, message: str, is_warning: bool = False) -> None:
        self.problems.append(Problem(self.file, row, where, message, is_warning))

    def model(self, document: Mapping[str, Any]) -> Model:
        activities = document["activities"]
        self.ids = _ids([str(activity["name"]) for activity in activities])
        classes = [
            entry if isinstance(entry, Mapping) else {"name": entry} for entry in document.get("customer_classes") or ()
        ]
        groups = [str(entry["name"]) for entry in classes] or [ALL]
        names = _ids(groups)
        own = {str(entry["name"]): entry for entry in classes}
        for activity in activities:
            self._unsupported(activity)
        self._shared_resources(activities)
        routes: list[Route] = []
        arrivals: list[Arrivals] = []
        for group in groups:
            routes += self._entries(activities, group, names[group], arrivals)
        routes += self._transitions(document["transitions"], activities, groups, names)
        stays: list[Stay] = []
        units: list[Unit] = []
        for activity in activities:
            stays += self._stays(activity, groups, names)
            units.append(self._unit(activity))
        routes += [Route(queue.id, unit) for unit, queue in self.queues.items()]
        return Model(
            units=(*units, *self.queues.values()),
            groups=tuple(
                Group(
                    names[group], str(own.get(group, {}).get("label", "")), int(own.get(group, {}).get("priority", 1))
                )
                for group in groups
            ),
            routes=tuple(routes),
            stays=(*stays, *(Stay(queue.id, EVERYONE, Constant(0.0)) for queue in self.queues.values())),
            arrivals=tuple(arrivals),
            horizon=Horizon(days=364, begin="steady", warm_up_days=364),
            title=str(document.get("name") or "Network"),
        )

    def _unsupported(self, activity: Mapping[str, Any]) -> None:
        if activity.get("renege_distribution"):
            message = say(
                "Patients who give up after a random time cannot be said; a fixed time can (rule after_days)."
            )
            self.wrong(activity["name"], "renege_distribution", message)

    def _shared_resources(self, activities: list[Mapping[str, Any]]) -> None:
        seen: dict[str, str] = {}
        for activity in activities:
            resource = str(activity["resource"].get("name", ""))
            if resource and resource in seen:
                message = say(
                    "«{resource}» is that of {seen} too; each gets its capacity for itself, as in Ciw.",
                    resource=resource,
                    seen=seen[resource],
                )
                self.wrong(activity["name"], "resource", message, is_warning=True)
            seen[resource] = activity["name"]

    def _unit(self, activity: Mapping[str, Any]) -> Unit:
        capacity, queue = activity["resource"].get("capacity"), activity.get("queue_capacity")
        unit = self.ids[activity["name"]]
        if capacity is not None and not 0 <= capacity < 1e9:
            self.wrong(activity["name"], "capacity", say("{capacity} is not a number of places.", capacity=capacity))
            capacity = 0
        has_arrivals = bool(activity.get("arrival_distribution"))
        if has_arrivals and queue and unit in self.queues:
            message = say(
                "A queue with a limit, shared by those from outside and from other activities, cannot be said."
            )
            self.wrong(activity["name"], "queue_capacity", message)
        return Unit(
            unit,
            None if capacity is None else float(capacity),
            name=str(activity["name"]),
            kind="slots",
            waiting_room=int(queue) if queue is not None and has_arrivals else None,
        )

    def _entries(
        self, activities: list[Mapping[str, Any]], group: str, name: str, arrivals: list[Arrivals]
    ) -> list[Route]:
        """Arrivals of a class, all together, and the share of them that begins in each activity."""
        rates: dict[str, float] = {}
        for activity in activities:
            said = _of_class(activity.get("arrival_distribution"), group)
            if not said:
                continue
            if said["type"] != "exponential":
                message = say(
                    "Arrivals at random (exponential gaps) can be said; {type} gaps cannot.", type=said["type"]
                )
                self.wrong(activity["name"], "arrival_distribution", message)
                continue
            gap = self._exponential(said["parameters"]) * self.unit_days
            rates[self.ids[activity["name"]]] = 1.0 / gap if gap > 0 else 0.0
        total = sum(rates.values())
        arrivals.append(Arrivals(name, total))
        if total == 0:
            self.wrong(group, "arrival_distribution", say("Nobody of this class ever arrives."), is_warning=True)
            return [Route(OUTSIDE, LEAVES, name)]
        return [Route(OUTSIDE, unit, name, rate / total) for unit, rate in rates.items()]

    def _transitions(
        self,
        transitions: list[Mapping[str, Any]],
        activities: list[Mapping[str, Any]],
        groups: list[str],
        names: dict[str, str],
    ) -> list[Route]:
        queue_of = {activity["name"]: activity.get("queue_capacity") for activity in activities}
        by_class = {row["from"] for row in transitions if isinstance(row["probability"], Mapping)}
        routes = []
        for row in transitions:
            origin, target = row["from"], row["to"]
            if origin not in self.ids or (target != EXIT and target not in self.ids):
                self.wrong(f"{origin} → {target}", "transitions", say("One of them is not an activity."))
                continue
            to = LEAVES if target == EXIT else self._into(target, queue_of[target])
            for group in groups if origin in by_class else [EVERYONE]:
                probability = row["probability"]
                if isinstance(probability, Mapping):
                    probability = _of_class(probability, group) or 0.0
                if probability > 0:
                    routes.append(Route(self.ids[origin], to, names.get(group, EVERYONE), float(probability)))
        return routes

    def _into(self, target: str, queue: float | None) -> str:
        """Where those go who come from another activity: its queue, or, when it has none, the activity itself."""
        unit = self.ids[target]
        if queue == 0:
            return unit
        if unit not in self.queues:
            name = next(name for n in range(len(self.ids) + 1)
                        if (name := f"{unit}-queue{n or ''}") not in self.ids.values())  # fmt: skip
            built = None if queue is None else float(queue)
            self.queues[unit] = Unit(name, built, name=say("Queue before {target}", target=target), kind="slots")
        return self.queues[unit].id

    def _stays(self, activity: Mapping[str, Any], groups: list[str], names: dict[str, str]) -> list[Stay]:
        said, unit = activity["service_distribution"], self.ids[activity["name"]]
        if "by_class" not in said:
            return [Stay(unit, EVERYONE, self._distribution(said, activity["name"]))]
        rows = {group: _of_class(said, group) for group in groups}
        return [
            Stay(unit, names[group], self._distribution(row, activity["name"])) for group, row in rows.items() if row
        ]

    def _exponential(self, parameters: Mapping[str, Any]) -> float:
        if parameters.get("rate"):
            return 1.0 / float(parameters["rate"])
        return float(parameters.get("mean", 0.0))

    def _distribution(self, said: Mapping[str, Any], where: str) -> Distribution:
        """In days. What is not among Harmoni's own becomes a fine histogram, and a warning."""
        try:
            return self._named(str(said["type"]), said.get("parameters") or {}, where)
        except (KeyError, ValueError, ZeroDivisionError) as error:
            reason = say("{field} is missing", field=error.args[0]) if isinstance(error, KeyError) else str(error)
            self.wrong(
                where,
                "service_distribution",
                say("The {kind} cannot be read: {reason}.", kind=said.get("type"), reason=reason),
            )
            return Constant(0.0)

    def _named(self, kind: str, p: Mapping[str, Any], where: str) -> Distribution:
        unit = self.unit_days
        match kind:
            case "exponential":
                return Exponential(_above_zero(self._exponential(p)) * unit)
            case "deterministic":
                return Constant(float(p["value"]) * unit)
            case "uniform":
                return Empirical(((float(p["min"]) * unit, float(p["max"]) * unit, 1.0),))
            case "lognormal":
                return Lognormal(_above_zero(float(p["mean"])) * unit, _above_zero(_sd(p)) * unit)
            case "gamma":
                shape = _above_zero(float(p["shape"]))
                return Gamma(shape * _above_zero(float(p["scale"])) * unit, shape)
            case "weibull":
                shape = _above_zero(float(p["shape"]))
                return Weibull(_above_zero(float(p["scale"])) * math.gamma(1 + 1 / shape) * unit, shape)
            case "triangular":
                low, mode, high = (float(p[end]) for end in ("min", "mode", "max"))
                found = _triangular(low, mode, high, unit)
            case "normal":
                found = _normal(float(p["mean"]), _above_zero(_sd(p)), unit)
            case _:
                raise ValueError(say("it is not one of those that are known"))
        message = say("The {kind} is a histogram of {bins} bins here.", kind=kind, bins=HISTOGRAM_BINS)
        self.wrong(where, "service_distribution", message, is_warning=True)
        return found


def _ids(names: list[str]) -> dict[str, str]:
    """Names as Harmoni writes them: small letters, digits and hyphens, each its own."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "unit"
        plain = plain if plain[0].isalpha() and plain not in (OUTSIDE, "leaves", "dies") else f"unit-{plain}"
        number, unique = 2, plain
        while unique in found.values():
            unique, number = f"{plain}-{number}", number + 1
        found[name] = unique
    return found


def _of_class(said: Any, group: str) -> Any:
    """What is said of a class, or of all classes."""
    if isinstance(said, Mapping) and "by_class" in said:
        return said["by_class"].get(group)
    return said


def _above_zero(value: float) -> float:
    if not 0 < value < math.inf:
        raise ValueError(say("{value:g} is not above 0", value=value))
    return value


def _sd(p: Mapping[str, Any]) -> float:
    if "var" in p:
        return math.sqrt(float(p["var"]))
    return float(next((p[name] for name in ("sd", "std", "stdev") if name in p), math.nan))


def _triangular(low: float, mode: float, high: float, unit: float) -> Empirical:
    if not 0 <= low <= mode <= high or low == high:
        raise ValueError(say("{low:g}, {mode:g}, {high:g} are not in order", low=low, mode=mode, high=high))

    def below(x: float) -> float:
        if x <= mode and mode > low:
            return (x - low) ** 2 / ((high - low) * (mode - low))
        return 1 - (high - x) ** 2 / ((high - low) * (high - mode)) if high > mode else 1.0

    return _histogram(below, low, high, unit)


def _normal(mean: float, sd: float, unit: float) -> Empirical:
    """Without what lies below 0; nine standard deviations up."""
    zero = 0.5 * math.erfc(mean / sd / math.sqrt(2))
    if zero > 0.5:
        raise ValueError(say("a mean of {mean:g} is not a length of time", mean=mean))
    low = max(mean - 9 * sd, 0.0)
    return _histogram(lambda x: 0.5 * math.erfc((mean - x) / sd / math.sqrt(2)) - zero, low, mean + 9 * sd, unit)


def _histogram(below: Any, low: float, high: float, unit: float) -> Empirical:
    ends = [low + (high - low) * n / HISTOGRAM_BINS for n in range(HISTOGRAM_BINS + 1)]
    bins = [(a * unit, b * unit, below(b) - below(a)) for a, b in zip(ends, ends[1:], strict=False)]
    return Empirical(tuple(row for row in bins if row[2] > 0))
