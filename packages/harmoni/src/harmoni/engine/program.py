"""The model as the compiled loop reads it: laid out once in memory, copied for every replication."""

import hashlib
import math
from array import array
from dataclasses import dataclass, field

import numpy as np

from harmoni import ticks
from harmoni.distributions import Distribution
from harmoni.draws.tables import tabulate
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.model import calendar
from harmoni.model.parts import DIES, HOURS, LEAVES, OUTSIDE, STRICT, Model, Present, Route, Unit

_RULES = {"probability": c.PLAIN, "if_full": c.IF_FULL, "after_days": c.AFTER_DAYS, "shortest": c.SHORTEST}


def key_of(name: str) -> int:
    """32 bits that name a stream of draws: the same in every scenario, whatever groups come or go."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


CENSUS_KEY = key_of("census")

EVENTS_A_BUCKET = 8
# In bits of a tick: a minute and a half, and a day and a fifth.
NARROWEST_BUCKET, WIDEST_BUCKET = 10, 20


@dataclass(frozen=True)
class Program:
    """What every replication begins from: the header and the tables, and the same for numbers that are not whole."""

    whole: Ints
    others: Floats
    model: Model
    dates: tuple[object, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def days(self) -> int:
        return int(self.whole[c.DAYS])


@dataclass
class _Layout:
    """Memory being laid out: rows are added, and their place is told. Plain numbers, not Python's: a region has
    millions."""

    whole: "array[int]" = field(default_factory=lambda: array("q", bytes(8 * c.HEADER)))
    others: "array[float]" = field(default_factory=lambda: array("d"))
    tables: dict[Distribution, int] = field(default_factory=dict)

    def add(self, rows: list[int]) -> int:
        at = len(self.whole)
        self.whole.extend(rows)
        return at

    def add_others(self, rows: list[float] | Floats) -> int:
        at = len(self.others)
        self.others.frombytes(np.asarray(rows, dtype=np.float64).tobytes())
        return at

    def table(self, distribution: Distribution | None) -> int:
        """Each distribution once, however many stays share it."""
        if distribution is None:
            return 0
        if distribution not in self.tables:
            table = tabulate(distribution)
            mean = self.add_others([table.mean])
            knots = self.add_others(table.knots)
            self.tables[distribution] = self.add([table.kind, mean, knots, len(table.knots)])
        return self.tables[distribution]


def build(model: Model) -> Program:
    """The memory of a model that `harmoni.model.check` found in order."""
    layout = _Layout()
    dates = tuple(calendar.dates(model))
    units_at = layout.add([0] * (len(model.units) * c.UNIT_COLUMNS))
    place = {unit.id: units_at + number * c.UNIT_COLUMNS for number, unit in enumerate(model.units)}
    everywhere = {**place, LEAVES: c.LEAVES, DIES: c.DIES}
    pairs = _pairs(model)
    rates = calendar.arrival_rates(model)
    header = {
        c.DAYS: len(dates),
        c.COUNTED_FROM: calendar.days_before_start(model),
        c.UNIT_COUNT: len(model.units),
        c.GROUP_COUNT: len(model.groups),
        c.PAIR_COUNT: len(pairs),
        c.BUCKET_BITS: _bucket_bits(rates),
        c.UNITS_AT: units_at,
        c.RATES_AT: layout.add_others(rates),
        c.OUTSIDE_CELLS: _cells(layout, model, None, everywhere),
        c.PAIRS_AT: _add_pairs(layout, model, pairs, place),
    }
    for number, unit in enumerate(model.units):
        row = _unit(layout, model, number, unit, everywhere)
        _add_pair_rows(layout, row, number, pairs, header[c.PAIRS_AT], len(model.units))
        for column, value in row.items():
            layout.whole[place[unit.id] + column] = value
    _add_streams(layout, model, rates, header)
    _add_census(layout, model, place, header)
    _add_calendar(layout, model, place, header)
    for column, value in header.items():
        layout.whole[column] = value
    return Program(np.array(layout.whole, dtype=np.int64), np.array(layout.others), model, dates, pairs)


def _bucket_bits(rates: Floats) -> int:
    """How wide the buckets of later events are, so that one holds a handful; each arrival makes some four events."""
    a_day = 4.0 * float(rates.mean(axis=(1, 2)).sum())
    width = EVENTS_A_BUCKET * ticks.TICKS_PER_DAY / max(a_day, 1.0)
    return min(max(int(math.log2(width)), NARROWEST_BUCKET), WIDEST_BUCKET)


def _unit(layout: _Layout, model: Model, number: int, unit: Unit, everywhere: dict[str, int]) -> dict[int, int]:
    return {
        c.UNIT_NUMBER: number,
        c.CELLS_AT: _cells(layout, model, unit, everywhere),
        c.ROOM: -1 if unit.waiting_room is None else unit.waiting_room,
        c.HEAD_START: -1 if unit.order == STRICT else ticks.from_days(unit.head_start_days),
        c.PASS_OVER: int(unit.pass_over),
        c.HAS_FEE: int(unit.has_fee),
        c.PAYS_FEE: int(unit.pays_fee),
        c.NOTICE: layout.table(unit.notice),
        c.ANSWER: layout.table(unit.answer),
        c.BUILT: calendar.UNLIMITED if unit.built is None else calendar.load(unit, unit.built),
        c.CAPACITY: calendar.capacity_on(model, unit, calendar.dates(model)[0]),
    }


def _cells(layout: _Layout, model: Model, unit: Unit | None, everywhere: dict[str, int]) -> int:
    """What each group meets in a unit, or outside."""
    rows: list[int] = []
    for group in model.groups:
        if unit is None:
            rows += [0, 0, 0, _routes(layout, model, OUTSIDE, group.id, group.priority, everywhere)]
            continue
        needs = model.needs_of(unit.id, group.id) if unit.kind == HOURS else ()
        pairs = [(ticks.from_days(need.from_day), calendar.load(unit, need.hours)) for need in needs] or [(0, 1)]
        first = layout.add([number for pair in pairs for number in pair])
        last = first + (len(pairs) - 1) * c.NEED_COLUMNS
        routes = _routes(layout, model, unit.id, group.id, group.priority, everywhere)
        rows += [layout.table(model.stay_of(unit.id, group.id)), first, last, routes]
    return layout.add(rows)


def _routes(layout: _Layout, model: Model, origin: str, group: str, priority: int, everywhere: dict[str, int]) -> int:
    """The routes of a group from a place, with the share of draws up to which each is taken; 0 if it never is there."""
    rows: list[int] = []
    up_to = 0.0
    for route in model.routes_of(origin, group):
        up_to += route.probability
        rows += _route(layout, route, priority, up_to, everywhere)
    if rows:
        # No draw falls beyond the last route because probabilities sum to 0.9999999.
        rows[-c.ROUTE_COLUMNS + c.UP_TO] = c.DRAWS
    return layout.add(rows) if rows else 0


def _route(layout: _Layout, route: Route, priority: int, up_to: float, everywhere: dict[str, int]) -> list[int]:
    return [
        everywhere[route.to],
        _RULES[route.rule],
        everywhere[route.alternative] if route.alternative else 0,
        ticks.from_days(route.days),
        priority if route.priority is None else route.priority,
        round(up_to * c.DRAWS),
        layout.add_others([route.share, route.stay_factor, route.hours_factor]),
    ]


def _pairs(model: Model) -> tuple[tuple[int, int], ...]:
    """Units between which somebody may wait, by number: the one held and the one waited for."""
    number = {unit.id: place for place, unit in enumerate(model.units)}
    met = {
        (number[route.origin], number[to])
        for route in model.routes
        for to in (route.to, route.alternative)
        if route.origin in number and to in number and to != route.origin
    }
    met |= {(number[row.unit], number[row.waiting_for]) for row in model.census if row.unit and row.waiting_for}
    return tuple(sorted(met))


def _add_pairs(layout: _Layout, model: Model, pairs: tuple[tuple[int, int], ...], place: dict[str, int]) -> int:
    unit = [place[unit.id] for unit in model.units]
    return layout.add([number for held, wanted in pairs for number in (unit[held], unit[wanted], 0, 0, 0)])


def _add_pair_rows(
    layout: _Layout, row: dict[int, int], number: int, pairs: tuple[tuple[int, int], ...], pairs_at: int, units: int
) -> None:
    """Where the pairs of a unit are: as a run of rows, and by the unit waited for."""
    rows = [pairs_at + at * c.PAIR_COLUMNS for at, (held, _) in enumerate(pairs) if held == number]
    by_wanted = [0] * units
    for at, (held, wanted) in enumerate(pairs):
        if held == number:
            by_wanted[wanted] = pairs_at + at * c.PAIR_COLUMNS
    row[c.PAIR_OF_AT] = layout.add(by_wanted)
    row[c.FIRST_PAIR] = rows[0] if rows else pairs_at
    row[c.END_OF_PAIRS] = rows[-1] + c.PAIR_COLUMNS if rows else pairs_at


def _add_streams(layout: _Layout, model: Model, rates: Floats, header: dict[int, int]) -> None:
    """Layers of the rate: the lowest reaches 1 a day, each next one as far again.

    Points are strewn over time and height once and for all; patients are those below the rate. So a scenario with a
    higher rate has the patients of the other, at the same moments, and some more.
    """
    rows: list[int] = []
    for number, group in enumerate(model.groups):
        highest = float(rates[number].max(initial=0.0))
        layers = 0
        while highest > 0 and (layers == 0 or 2.0 ** (layers - 1) < highest):
            rows += [number, key_of(f"group {group.id}"), layers, 0, 0, layout.add_others([0.0])]
            layers += 1
    header[c.STREAM_COUNT] = len(rows) // c.STREAM_COLUMNS
    header[c.STREAMS_AT] = layout.add(rows)


def _add_census(layout: _Layout, model: Model, place: dict[str, int], header: dict[int, int]) -> None:
    """Those in care in the order of the file, then those who wait, longest first."""
    group_of = {group.id: (number, group.priority) for number, group in enumerate(model.groups)}
    numbered = list(enumerate(model.census)) if model.begins_with_census else []
    numbered.sort(key=lambda row: (bool(row[1].waiting_for), -row[1].waited_days if row[1].waiting_for else 0.0))
    rows: list[int] = []
    for number, row in numbered:
        stay = model.stay_of(row.unit, row.group) if row.unit and not row.waiting_for else None
        past = float(stay.hazard(np.array([row.days / row.stay_factor]))[0]) if stay and row.days > 0 else 0.0
        group, priority = group_of[row.group]
        rows += [
            place[row.unit] if row.unit else 0,
            group,
            ticks.from_days(row.days),
            place[row.waiting_for] if row.waiting_for else 0,
            ticks.from_days(row.waited_days),
            number,
            priority,
            layout.add_others([min(past, 700.0)]),
            *_census_factors(layout, model, row),
        ]
    header[c.CENSUS_COUNT] = len(numbered)
    header[c.CENSUS_AT] = layout.add(rows)


def _census_factors(layout: _Layout, model: Model, row: Present) -> tuple[int, int]:
    """Routes that hold the factors of the stay where the patient is and of the one waited for; 0 for none."""
    here, there = model.factors_of(row)

    def way(factors: tuple[float, float]) -> int:
        if factors == (1.0, 1.0):
            return 0
        return layout.add([0, c.PLAIN, 0, 0, 0, c.DRAWS, layout.add_others([1.0, *factors])])

    return way(here), way(there)


def _add_calendar(layout: _Layout, model: Model, place: dict[str, int], header: dict[int, int]) -> None:
    """Rows (moment, what, unit, value) in order; a day is counted before what changes at its end."""
    rows = [(day * ticks.TICKS_PER_DAY, c.ENDS_DAY, 0, 0) for day in range(1, header[c.DAYS] + 1)]
    for unit in model.units:
        rows += [(at, c.SETS_CAPACITY, place[unit.id], value) for at, value in calendar.capacity_steps(model, unit)]
        rows += [(at, c.SETS_OPEN, place[unit.id], value) for at, value in calendar.intake_steps(model, unit)]
    rows.sort()
    header[c.CALENDAR_COUNT] = len(rows)
    header[c.CALENDAR_AT] = layout.add([number for row in rows for number in row])
