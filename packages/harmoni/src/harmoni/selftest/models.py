"""The models of the ladder."""

import datetime as dt

from harmoni.distributions import Distribution, Exponential, Gamma, Lognormal, Mixture
from harmoni.engine.arrays import Floats
from harmoni.model.parts import LEAVES, OUTSIDE, Arrivals, Group, Horizon, Model, Route, Stay, Unit
from harmoni.theory.chains import Row

MONDAY = dt.date(2026, 1, 5)
LONG = Horizon(MONDAY, 1400, "steady", 140)


def exponential(mean: float) -> Distribution:
    return Exponential(mean)


def lognormal(mean: float, sd: float) -> Distribution:
    return Lognormal(mean, sd)


def gamma(mean: float, shape: float) -> Distribution:
    return Gamma(mean, shape)


def mixture(mean: float) -> Distribution:
    """Many short stays and some long ones."""
    return Mixture(((0.8, Exponential(mean / 2)), (0.2, Gamma(mean * 3, 2.0))))


def station(
    places: int | None, stay: Distribution, rate: float, room: int | None = None, week: Floats | None = None
) -> Model:
    """One unit."""
    arrivals: tuple[Arrivals, ...] = (Arrivals("all", rate),)
    if week is not None:
        arrivals = tuple(Arrivals("all", float(r), days=frozenset({day})) for day, r in enumerate(week))
    return Model(
        units=(Unit("unit", places, waiting_room=room),),
        groups=(Group("all"),),
        routes=(Route(OUTSIDE, "unit"), Route("unit", LEAVES)),
        stays=(Stay("unit", "*", stay),),
        arrivals=arrivals,
        horizon=LONG,
    )


def in_a_row(row: Row) -> Model:
    """Units in a row, as `harmoni.theory.chains` solves them."""
    names = [f"unit{number + 1}" for number in range(len(row.places))]
    routes = [Route(OUTSIDE, names[0])]
    for place, name in enumerate(names):
        onward = row.onward[place] if place + 1 < len(names) else 0.0
        if onward > 0:
            routes.append(Route(name, names[place + 1], probability=onward))
        if onward < 1:
            routes.append(Route(name, LEAVES, probability=1 - onward))
    return Model(
        units=tuple(
            Unit(name, places, waiting_room=row.room if place == 0 else None)
            for place, (name, places) in enumerate(zip(names, row.places, strict=True))
        ),
        groups=(Group("all"),),
        routes=tuple(routes),
        stays=tuple(Stay(name, "*", Exponential(mean)) for name, mean in zip(names, row.mean_stays, strict=True)),
        arrivals=(Arrivals("all", row.arrivals_a_day),),
        horizon=LONG,
    )


def jackson() -> Model:
    """Two stations with a way back, and a boundless place to wait before each: then no place is blocked, and each
    station is as though it stood alone (Jackson's product form).

    Who leaves the first goes through `between` at once and waits there for the second; who returns comes from
    `back` in the same way.
    """
    return Model(
        units=(Unit("first", 4), Unit("second", 2), Unit("between", None), Unit("back", None)),
        groups=(Group("all"),),
        routes=(
            Route(OUTSIDE, "first"),
            Route("first", "between", probability=0.5),
            Route("first", LEAVES, probability=0.5),
            Route("between", "second"),
            Route("second", "back", probability=0.3),
            Route("second", LEAVES, probability=0.7),
            Route("back", "first"),
        ),
        stays=(
            Stay("first", "*", Exponential(1.2)),
            Stay("second", "*", Exponential(1.2)),
            Stay("between", "*", Exponential(0.2)),
            Stay("back", "*", Exponential(0.2)),
        ),
        arrivals=(Arrivals("all", 2.0),),
        horizon=LONG,
    )


def priorities() -> Model:
    """Three groups for the same places, the urgent first."""
    rates = (0.6, 0.9, 1.0)
    names = ("first", "second", "third")
    return Model(
        units=(Unit("unit", 3),),
        groups=tuple(Group(name, priority=place + 1) for place, name in enumerate(names)),
        routes=(Route(OUTSIDE, "unit"), Route("unit", LEAVES)),
        stays=(Stay("unit", "*", Exponential(1.0)),),
        arrivals=tuple(Arrivals(name, rate) for name, rate in zip(names, rates, strict=True)),
        horizon=LONG,
    )
