"""How many patients a day go from where to where in the long run, from the routes alone and as if nobody waited."""

from harmoni.model import flow
from harmoni.model.parts import OUTSIDE, Model


def per_day(model: Model) -> dict[tuple[str, str], float]:
    """(from, to) to patients a day; `outside`, `leaves` and `dies` are ends too. Rules are left out."""
    found: dict[tuple[str, str], float] = {}
    for rate, group in zip(flow.arrivals_per_day(model), model.groups, strict=True):
        if rate <= 0:
            continue
        through = dict(zip((unit.id for unit in model.units), flow.visits(model, group.id), strict=True))
        for origin, visits in [(OUTSIDE, 1.0), *through.items()]:
            for route in model.routes_of(origin, group.id):
                way = (origin, route.to)
                found[way] = found.get(way, 0.0) + float(rate * visits * route.probability)
    return found
