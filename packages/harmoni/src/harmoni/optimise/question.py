"""What may be changed, what it costs, what must hold, and whose money counts: a file in budgets/, or two scenarios.

A design says for each lever how many steps it is moved from today: today is all zeros.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor
from pathlib import Path
from typing import Any

from harmoni.answers.fees import price_on
from harmoni.answers.names import SOCIETY
from harmoni.model import calendar, check, files, scenarios, words
from harmoni.model.parts import Model
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say

Design = tuple[int, ...]

DAYS_A_YEAR = 365
INDIFFERENCE = 500_000.0
"""NOK a year that nobody would argue about, where the file does not say."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Lever:
    """Places of a unit, or a scenario that is used or not."""

    name: str
    owner: str
    lowest: int
    highest: int
    nok_year: float
    """What a step up costs a year."""
    priced_year: float
    """How much of that the prices of the model already hold."""
    staff: float = 0.0
    unit: str = ""
    step: float = 0.0
    today: float = 0.0
    changes: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_switch(self) -> bool:
        return not self.unit

    def said(self, steps: int) -> str:
        """In a planner's words."""
        if self.is_switch:
            return self.name if steps else ""
        return f"{self.name} {self.today + steps * self.step:g} ({steps * self.step:+g})".replace("-", "−")


@dataclass(frozen=True)
class Limit:
    """A chance that must not be passed.

    With `more_than`: at most a `share` of days on which more patients are ready and wait in hospital. With `unit`: at
    least a `share` of its patients are taken in within a day.
    """

    share: float
    more_than: float | None = None
    unit: str = ""

    def said(self) -> str:
        if self.more_than is not None:
            return say(
                "more than {more_than:g} ready and waiting on at most {share:.0%} of days",
                more_than=self.more_than,
                share=self.share,
            )
        return say("at least {share:.0%} into {unit} within a day", share=self.share, unit=self.unit)


@dataclass(frozen=True)
class Question:
    """Levers, limits and what is counted, for one model."""

    model: Model
    title: str
    author: str
    reason: str
    levers: tuple[Lever, ...]
    limits: tuple[Limit, ...] = ()
    count: str = SOCIETY
    """A party whose cost is counted, or all of them together."""
    budget: float | None = None
    """NOK a year above what is spent today."""
    staff: float | None = None
    waiting_day: float = 0.0
    """NOK that the planner lays on a day that a patient waits, anywhere."""
    indifference: float = INDIFFERENCE
    only: tuple[Design, ...] = ()
    """Where just these designs are compared."""

    @property
    def today(self) -> Design:
        return (0,) * len(self.levers)

    @cached_property
    def parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit.owner for unit in self.model.units))

    def spent(self, design: Design) -> float:
        """NOK a year above today."""
        return sum(steps * lever.nok_year for steps, lever in zip(design, self.levers, strict=True))

    def added(self, design: Design) -> dict[str, float]:
        """NOK a year by party that the model's prices do not hold."""
        found = dict.fromkeys(self.parties, 0.0)
        for steps, lever in zip(design, self.levers, strict=True):
            found[lever.owner] = found.get(lever.owner, 0.0) + steps * (lever.nok_year - lever.priced_year)
        return found

    def is_allowed(self, design: Design) -> bool:
        """Within what may be built, paid and staffed; and one of those compared, where they are named."""
        if self.only:
            return design in self.only or design == self.today
        if any(not lever.lowest <= steps <= lever.highest for steps, lever in zip(design, self.levers, strict=True)):
            return False
        if self.budget is not None and self.spent(design) > self.budget + _ROUNDING:
            return False
        if self.staff is None:
            return True
        staff = sum(steps * lever.staff for steps, lever in zip(design, self.levers, strict=True))
        return staff <= self.staff + _ROUNDING

    def changed(self, design: Design) -> Model:
        """The model with a design: switches first, then places."""
        model, problems = self.model, list[Problem]()
        for steps, lever in zip(design, self.levers, strict=True):
            if steps and lever.is_switch:
                for place, change in enumerate(lever.changes):
                    model = scenarios.apply(model, change, lever.name, say("change {place}", place=place + 1), problems)
        for steps, lever in zip(design, self.levers, strict=True):
            if steps and not lever.is_switch:
                change = {"unit": lever.unit, "places_add": steps * lever.step}
                model = scenarios.apply(model, change, lever.name, "", problems)
        if problems:
            raise BadModel(problems)
        return model

    def said(self, design: Design) -> str:
        """A design in a planner's words."""
        if design == self.today:
            return say("as today")
        parts = [lever.said(steps) for steps, lever in zip(design, self.levers, strict=True) if steps]
        return ", ".join(part for part in parts if part)


def names(path: Path) -> list[str]:
    """The budgets beside a model."""
    found = files.read_files(path)
    return [name[len("budgets/") : -len(".toml")] for name in found if name.startswith("budgets/")]


def load(path: Path, name: str, model: Model) -> Question:
    """A budget file of a model; `BadModel` when it does not fit the model."""
    file = f"budgets/{name}.toml"
    problems: list[Problem] = []
    found = files.read_files(path)
    document = files.read_toml(file, found.get(file), "budget", problems)
    if document is None:
        raise BadModel(problems)
    levers = [
        _places(model, row, file, say("place {at}", at=at + 1), problems)
        for at, row in enumerate(document.get("place", ()))
    ]
    for at, row in enumerate(document.get("switch", ())):
        levers.append(_switch(path, model, row, file, say("switch {at}", at=at + 1), problems))
    limits = tuple(Limit(row["share"], row.get("more_than"), row.get("unit", "")) for row in document.get("limit", ()))
    question = Question(
        model=model,
        title=document["title"],
        author=document["author"],
        reason=document["reason"],
        levers=tuple(lever for lever in levers if lever is not None),
        limits=limits,
        count=document.get("count", SOCIETY),
        budget=document.get("budget"),
        staff=document.get("staff"),
        waiting_day=float(document.get("waiting_day", 0)),
        indifference=float(document.get("indifference", INDIFFERENCE)),
    )
    problems += _whole(question, file)
    if any(not problem.is_warning for problem in problems):
        raise BadModel(problems)
    return question


def among(path: Path, chosen: Sequence[str], model: Model) -> Question:
    """Which of some scenarios is the best use of the money: each alone, beside today."""
    found = [scenarios.load(path, name, model) for name in chosen]
    source = files.read_files(path)
    levers, problems = [], list[Problem]()
    for scenario in found:
        for before, after in zip(model.units, scenario.model.units, strict=True):
            if before.built != after.built and place_price(model, before.id) == 0:
                message = say("A place in {id} would cost nothing. Write place_day for it.", id=before.id)
                problems.append(Problem("prices.csv", before.id, "what", message))
        document = files.read_toml(
            f"scenarios/{scenario.id}.toml", source[f"scenarios/{scenario.id}.toml"], "scenario", []
        )
        changes = tuple((document or {})["change"])
        cost = place_cost(scenario.model) - place_cost(model)
        levers.append(Lever(scenario.title, model.units[0].owner, 0, 1, cost, cost, changes=changes))
    designs = tuple(tuple(int(at == own) for at in range(len(found))) for own in range(len(found)))
    question = Question(
        model=model,
        title=say("Which of these scenarios?"),
        author="",
        reason="",
        levers=tuple(levers),
        only=designs,
    )
    problems += _whole(question, "scenarios")
    if problems:
        raise BadModel(problems)
    return question


def place_cost(model: Model) -> float:
    """NOK of all places over a year, at the prices of the last day."""
    return sum(place_price(model, unit.id) * (unit.built or 0.0) * DAYS_A_YEAR for unit in model.units)


def place_price(model: Model, unit: str) -> float:
    """NOK a day for a place, on the last day that is simulated."""
    return price_on(model, "place_day", unit, calendar.dates(model)[-1])


def _places(model: Model, row: Mapping[str, Any], file: str, where: str, problems: list[Problem]) -> Lever | None:
    known = [unit.id for unit in model.units]
    if row["unit"] not in known:
        problems.append(
            Problem(
                file, where, "unit", say("«{name}» is not one of: {names}.", name=row["unit"], names=", ".join(known))
            )
        )
        return None
    unit = model.unit(row["unit"])
    if unit.built is None:
        problems.append(Problem(file, where, "unit", say("{unit} has no limit that could change.", unit=unit.id)))
        return None
    least, most, step = float(row["least"]), float(row["most"]), float(row.get("step", 1))
    if not least <= unit.built <= most:
        message = say(
            "Today's {built:g} must lie from least ({least:g}) to most ({most:g}): doing nothing is a choice.",
            built=unit.built,
            least=least,
            most=most,
        )
        problems.append(Problem(file, where, "least", message))
        return None
    if unit.kind != "hours" and step != int(step):
        problems.append(
            Problem(
                file,
                where,
                "step",
                say(
                    "What is counted in {kind} is whole; a step of {step:g} is not.",
                    kind=words.kind(unit.kind),
                    step=step,
                ),
            )
        )
        return None
    price = place_price(model, unit.id)
    nok = float(row.get("nok_day", price))
    if nok == 0:
        message = say("A place in {id} would cost nothing. Write nok_day here, or place_day in prices.csv.", id=unit.id)
        problems.append(Problem(file, where, "nok_day", message))
    return Lever(
        name=unit.id,
        owner=unit.owner,
        lowest=ceil((least - unit.built) / step - _ROUNDING),
        highest=floor((most - unit.built) / step + _ROUNDING),
        nok_year=nok * step * DAYS_A_YEAR,
        priced_year=price * step * DAYS_A_YEAR,
        staff=float(row.get("staff", 0)) * step,
        unit=unit.id,
        step=step,
        today=unit.built,
    )


def _switch(
    path: Path, model: Model, row: Mapping[str, Any], file: str, where: str, problems: list[Problem]
) -> Lever | None:
    try:
        scenario = scenarios.load(path, row["scenario"], model)
    except BadModel as error:
        problems += [replace(problem, file=f"{file}, {problem.file}") for problem in error.problems]
        return None
    document = files.read_toml("", files.read_files(path)[f"scenarios/{scenario.id}.toml"], "scenario", [])
    owner, nok = row.get("owner", ""), float(row.get("nok_year", 0))
    parties = {unit.owner for unit in model.units}
    if nok and owner not in parties:
        message = say("Say who bears its cost: {names}.", names=", ".join(sorted(parties)))
        problems.append(Problem(file, where, "owner", message))
    priced = place_cost(scenario.model) - place_cost(model)
    changes = tuple((document or {})["change"])
    return Lever(scenario.id, owner or model.units[0].owner, 0, 1, nok + priced, priced, float(row.get("staff", 0)),
                 changes=changes)  # fmt: skip


def _whole(question: Question, file: str) -> list[Problem]:
    """What is wrong with the parts together."""
    found: list[Problem] = []
    names = [lever.name for lever in question.levers]
    for name in {name for name in names if names.count(name) > 1}:
        found.append(Problem(file, name, "", say("«{name}» stands here twice.", name=name)))
    known = [unit.id for unit in question.model.units]
    for limit in question.limits:
        if limit.unit and limit.unit not in known:
            found.append(
                Problem(
                    file,
                    "limit",
                    "unit",
                    say("«{name}» is not one of: {names}.", name=limit.unit, names=", ".join(known)),
                )
            )
        if limit.more_than is not None and not any(unit.has_fee for unit in question.model.units):
            found.append(
                Problem(file, "limit", "more_than", say("No unit of the model has a fee, so nobody is counted."))
            )
    if question.count not in (SOCIETY, *question.parties):
        message = say(
            "«{name}» is not one of: {names}.", name=question.count, names=", ".join((SOCIETY, *question.parties))
        )
        found.append(Problem(file, "", "count", message))
    if not question.model.prices:
        found.append(
            Problem("prices.csv", "", "", say("Without prices there is no best use of the money. Write prices.csv."))
        )
    if found:
        return found
    corners = [tuple(lever.lowest for lever in question.levers), tuple(lever.highest for lever in question.levers)]
    for corner in question.only or corners:
        problems = check.problems_of(question.changed(corner))
        found += [problem for problem in problems if not problem.is_warning]
    return found
