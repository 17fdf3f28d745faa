"""What the next place is worth in each unit, and the cost curve with its flat region."""

from dataclasses import dataclass

from harmoni.optimise.question import Design
from harmoni.optimise.simulator import Simulator
from harmoni.statistics.intervals import Summary, summarise

YEARS = 100
"""Replications of each design beside the best: enough for a paired difference."""
POINTS = 4
"""Steps of the curve to either side of the best."""


@dataclass(frozen=True)
class NextPlace:
    """One step more on a lever. NOK a year."""

    lever: str
    step: float
    cost: float
    """What it takes to have it."""
    saves: Summary
    """What it saves elsewhere, before its own cost."""

    @property
    def net(self) -> Summary:
        """What is left of that after its own cost: above 0 it pays."""
        s, cost = self.saves, self.cost
        return Summary(s.replications, s.mean - cost, s.low - cost, s.high - cost, s.median - cost, s.tail_low - cost,
                       s.tail_high - cost)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A design on the curve: the best found for its money. NOK a year."""

    design: Design
    spent: float
    """Above today."""
    cost: float
    """Of those whose cost counts."""
    above_best: Summary
    """By replication, with the same patients."""
    waiting: float
    is_flat: bool
    """Whether it costs less than the indifference more than the best, as far as can be told."""


def next_places(simulator: Simulator, design: Design, years: int = YEARS) -> list[NextPlace]:
    """The shadow price of a place in each unit at a design, worth most first; budget and bounds are not asked."""
    question = simulator.question
    levers = [at for at, lever in enumerate(question.levers) if not lever.is_switch]
    more = {at: tuple(steps + (at == place) for place, steps in enumerate(design)) for at in levers}
    simulator.ensure([design, *more.values()], years)
    here, found = simulator.found[design].objective[:years], []
    for at, next_design in more.items():
        lever = question.levers[at]
        saved = here - simulator.found[next_design].objective[:years] + lever.nok_year
        found.append(NextPlace(lever.name, lever.step, lever.nok_year, summarise(saved)))
    return sorted(found, key=lambda row: -row.net.mean)


def curve(simulator: Simulator, best: Design, points: int = POINTS, years: int = YEARS) -> list[Point]:
    """From the best downwards, each time without the step that is missed least; and upwards with the one worth most.

    The budget is not asked: the curve shows what more money would give.
    """
    downwards = _way(simulator, best, -1, points, years)
    upwards = _way(simulator, best, 1, points, years)
    designs = [*reversed(downwards), best, *upwards]
    simulator.ensure(designs, years)
    question, objective = simulator.question, simulator.found[best].objective[:years]
    found = []
    for design in designs:
        sample = simulator.found[design]
        above = summarise(sample.objective[:years] - objective)
        found.append(
            Point(
                design=design,
                spent=question.spent(design),
                cost=float(sample.objective[:years].mean()),
                above_best=above,
                waiting=float(sample.waiting[:years].mean()),
                is_flat=above.mean <= question.indifference or above.low <= 0,
            )
        )
    return found


def _way(simulator: Simulator, start: Design, by: int, points: int, years: int) -> list[Design]:
    """Designs, each one step from the one before, in the direction `by`."""
    question, here, way = simulator.question, start, list[Design]()
    for _ in range(points):
        choices = [
            tuple(steps + by * (at == place) for place, steps in enumerate(here))
            for at, lever in enumerate(question.levers)
            if not lever.is_switch and lever.lowest <= here[at] + by <= lever.highest
        ]
        if not choices:
            break
        simulator.ensure(choices, years)
        here = min(choices, key=lambda design: (float(simulator.found[design].objective[:years].mean()), design))
        way.append(here)
    return way
