"""Random models with every feature of the engine, many of them with ties, loops and rings."""

import datetime as dt

from hypothesis import strategies as st

from harmoni.distributions import Constant, Coxian, Empirical, Exponential, Gamma, Lognormal, Mixture, Weibull
from harmoni.model.parts import (
    ALL_DAYS,
    HOLIDAY,
    Arrivals,
    Group,
    Horizon,
    Intake,
    Model,
    Need,
    Period,
    Present,
    Route,
    Stay,
    Unit,
)

START = dt.date(2026, 3, 30)
HOLIDAYS = frozenset({dt.date(2026, 4, 2), dt.date(2026, 4, 3), dt.date(2026, 4, 6)})

# Round numbers make events fall on the same moment.
SOME_FACTORS = ((1.0, 1.0), (1.0, 1.6), (0.5, 1.0), (1.2, 1.3))
SOME_DAYS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.5])
STAYS = st.sampled_from(
    [
        Constant(0.25),
        Constant(0.5),
        Constant(1.0),
        Constant(2.0),
        Exponential(1.5),
        Exponential(4.0),
        Lognormal(3.0, 3.0),
        Gamma(2.0, 0.7),
        Weibull(2.5, 1.4),
        Mixture(((0.8, Exponential(1.0)), (0.2, Gamma(8.0, 3.0)))),
        Coxian((0.5, 2.0), (0.6,)),
        Empirical(((0.0, 1.0, 3.0), (1.0, 1.0, 2.0), (2.0, 4.0, 5.0))),
    ]
)
DELAYS = st.none() | st.sampled_from([Constant(0.25), Exponential(0.5), Constant(2.0)])
PERIODS = st.lists(
    st.builds(
        Period,
        places=st.integers(0, 4).map(float),
        start=st.none() | st.dates(START, START + dt.timedelta(8)),
        end=st.none() | st.dates(START + dt.timedelta(8), START + dt.timedelta(20)),
        days=st.sampled_from([ALL_DAYS | {HOLIDAY}, ALL_DAYS, frozenset({5, 6, HOLIDAY}), frozenset({0, 1, 2})]),
    ),
    max_size=2,
)
INTAKES = st.just(Intake()) | st.builds(
    Intake,
    days=st.sampled_from([ALL_DAYS, frozenset(range(5)), frozenset({0, 2})]),
    from_hour=st.sampled_from([0.0, 8.0]),
    to_hour=st.sampled_from([15.5, 24.0]),
    on_holidays=st.booleans(),
)


@st.composite
def models(draw) -> Model:
    units = tuple(draw(_units(name)) for name in ("a", "b", "c", "d")[: draw(st.integers(1, 4))])
    groups = tuple(Group(name, priority=draw(st.integers(1, 3))) for name in ("x", "y")[: draw(st.integers(1, 2))])
    names = [unit.id for unit in units]
    needs: list[Need] = []
    for unit in units:
        if unit.kind == "hours":
            hours = sorted(draw(st.lists(st.integers(0, 5), min_size=1, max_size=3)), reverse=True)
            needs += [Need(unit.id, "*", float(2 * place), float(amount)) for place, amount in enumerate(hours)]
    begin = draw(st.sampled_from(["empty", "steady", "census"]))
    return Model(
        units=units,
        groups=groups,
        routes=tuple(
            route
            for origin in ("outside", *names)
            for group in groups
            for route in draw(_routes(origin, group.id, names))
        ),
        stays=tuple(Stay(unit, group.id, draw(STAYS)) for unit in names for group in groups),
        arrivals=tuple(arrival for group in groups for arrival in draw(_arrivals(group.id))),
        needs=tuple(needs),
        census=tuple(draw(_census(units, groups))) if begin == "census" else (),
        holidays=HOLIDAYS,
        horizon=Horizon(START, draw(st.integers(3, 18)), begin, draw(st.sampled_from([0, 7]))),
    )


@st.composite
def _units(draw, name: str) -> Unit:
    return Unit(
        id=name,
        built=draw(st.none() | st.integers(1, 5).map(float)),
        kind=draw(st.sampled_from(["beds", "beds", "slots", "hours"])),
        staffed=tuple(draw(PERIODS)),
        intake=draw(INTAKES),
        waiting_room=draw(st.none() | st.integers(0, 3)),
        order=draw(st.sampled_from(["strict", "ageing"])),
        head_start_days=draw(SOME_DAYS),
        pass_over=draw(st.booleans()),
        has_fee=draw(st.booleans()),
        pays_fee=draw(st.booleans()),
        notice=draw(DELAYS),
        answer=draw(DELAYS),
    )


@st.composite
def _routes(draw, origin: str, group: str, names: list[str]) -> list[Route]:
    ends = ["leaves", "dies"] if origin != "outside" else []
    weights = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    rules = ["probability", "probability", "if_full", "after_days", "shortest"]
    found = []
    for weight in weights:
        to = draw(st.sampled_from(names + ends))
        rule = draw(st.sampled_from(rules)) if to in names else "probability"
        others = [name for name in names if name not in (to, origin)] + ([] if rule == "shortest" else ["leaves"])
        if rule != "probability" and not others:
            rule = "probability"
        if rule == "shortest" and to == origin:
            rule = "probability"
        found.append(
            Route(
                origin,
                to,
                group,
                weight / sum(weights),
                rule,
                alternative=draw(st.sampled_from(others)) if rule != "probability" else "",
                days=draw(SOME_DAYS),
                share=draw(st.sampled_from([0.3, 1.0])),
                stay_factor=draw(st.sampled_from([0.5, 1.0, 2.0])),
                hours_factor=draw(st.sampled_from([0.5, 1.0, 1.5])),
                priority=draw(st.none() | st.integers(1, 8)),
            )
        )
    return found


@st.composite
def _arrivals(draw, group: str) -> list[Arrivals]:
    rate = st.sampled_from([0.0, 0.4, 1.0, 2.5, 6.0])
    if draw(st.booleans()):
        return [Arrivals(group, draw(rate))]
    day = draw(st.integers(1, 23))
    return [
        Arrivals(group, draw(rate), days=frozenset(range(5)), to_hour=day),
        Arrivals(group, draw(rate), days=frozenset(range(5)), from_hour=day),
        Arrivals(group, draw(rate), days=frozenset({5, 6, HOLIDAY})),
    ]


@st.composite
def _census(draw, units: tuple[Unit, ...], groups: tuple[Group, ...]) -> list[Present]:
    """Filled within what is built."""
    rows = []
    for unit in units:
        places = 3 if unit.built is None else int(unit.built)
        for _ in range(draw(st.integers(0, 1 if unit.kind == "hours" else places))):
            wanted = draw(st.sampled_from(["", *(other.id for other in units if other is not unit)]))
            waited = draw(SOME_DAYS)
            rows.append(
                Present(
                    unit.id,
                    draw(st.sampled_from(groups)).id,
                    waited + draw(SOME_DAYS),
                    wanted,
                    waited if wanted else 0.0,
                    *SOME_FACTORS[len(rows) % 4],
                )
            )
    for _ in range(draw(st.integers(0, 2))):
        wanted = draw(st.sampled_from(units)).id
        rows.append(
            Present("", draw(st.sampled_from(groups)).id, 0.0, wanted, draw(SOME_DAYS), *SOME_FACTORS[len(rows) % 4])
        )
    return rows
