"""How many patients a day reach each unit in the long run, from the routes alone."""

import numpy as np
from numpy.typing import NDArray

from harmoni.model import calendar
from harmoni.model.parts import HOURS, OUTSIDE, Model


def visits(model: Model, group: str) -> NDArray[np.float64]:
    """Expected visits to each unit by one patient of a group; infinite where the way never ends."""
    place = {unit.id: number for number, unit in enumerate(model.units)}
    entry, onward = np.zeros(len(place)), np.zeros((len(place), len(place)))
    for route in model.routes_of(OUTSIDE, group):
        if route.to in place:
            entry[place[route.to]] += route.probability
    for unit, number in place.items():
        for route in model.routes_of(unit, group):
            if route.to in place:
                onward[number, place[route.to]] += route.probability
    try:
        return np.asarray(np.linalg.solve(np.eye(len(place)) - onward.T, entry))
    except np.linalg.LinAlgError:
        return np.where(entry > 0, np.inf, 0.0)


def arrivals_per_day(model: Model) -> NDArray[np.float64]:
    """Mean rate of each group over the last year that is simulated."""
    rates = calendar.arrival_rates(model)
    return np.asarray(rates[:, -364:].mean(axis=(1, 2)))


def needed(model: Model, unit_id: str, group: str) -> float:
    """Load times days that one stay takes, before any wait."""
    stay, unit = model.stay_of(unit_id, group), model.unit(unit_id)
    if stay is None:
        return 0.0
    needs = model.needs_of(unit_id, group) if unit.kind == HOURS else ()
    if not needs:
        return stay.mean
    starts = [need.from_day for need in needs]
    # The mean time spent beyond a day of the stay, from the tail of the distribution.
    total = needs[0].hours * stay.mean
    for before, need, start in zip(needs, needs[1:], starts[1:], strict=False):
        total += (need.hours - before.hours) * _mean_beyond(stay, start)
    return total * calendar.MINUTES


def _mean_beyond(stay: object, start: float) -> float:
    from harmoni.distributions import Distribution

    distribution: Distribution = stay  # type: ignore[assignment]
    hazards = (np.arange(4000) + 0.5) / 4000 * 30.0
    lengths = distribution.at_hazard(hazards)
    weights = np.exp(-hazards) * (30.0 / 4000)
    return float((np.maximum(lengths - start, 0.0) * weights).sum())


def offered(model: Model) -> NDArray[np.float64]:
    """Load that reaches each unit if nobody ever waits: places, or minutes a week."""
    per_day = arrivals_per_day(model)
    found = np.zeros(len(model.units))
    for rate, group in zip(per_day, model.groups, strict=True):
        if rate > 0:
            reached = visits(model, group.id)
            found += rate * reached * np.array([needed(model, unit.id, group.id) for unit in model.units])
    return found


def mean_capacity(model: Model) -> NDArray[np.float64]:
    """Mean of what may be used over the last year that is simulated; infinite for a unit without limit."""
    dates = calendar.dates(model)[-364:]
    found = []
    for unit in model.units:
        if unit.built is None:
            found.append(np.inf)
        else:
            found.append(float(np.mean([calendar.capacity_on(model, unit, date) for date in dates])))
    return np.array(found)
