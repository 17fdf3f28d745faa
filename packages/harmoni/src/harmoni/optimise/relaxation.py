"""Where to begin: a mixed-integer programme over sampled paths of demand (sample-average approximation, HiGHS).

Each path is the model run once with places for everybody: how many would be in care on each day, and how many come. The
programme then says what happens when places are few. With x the patients fewer in care than on the path, w those who
wait and m those taken in, for each unit and day:

    x' = (1 - 1/stay) x + m - path's admissions
    w' ≥ w + path's admissions + onward moves of the x of other units - m
    path's load + load of x + load of those held here who wait elsewhere ≤ places

So with places enough it is the path itself, and else patients move as a fluid. It knows every day's demand beforehand,
no priorities and no rings: a start for the search and a first price of a place, never the answer.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from harmoni.answers.names import SOCIETY
from harmoni.answers.replication import Reader, Replication
from harmoni.engine.arrays import Floats
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.model import calendar, flow
from harmoni.model.parts import HOURS, OUTSIDE, Model
from harmoni.optimise.measures import Prices
from harmoni.optimise.question import DAYS_A_YEAR, Design, Question
from harmoni.statistics.study import long_term

PATHS = 2
DAYS = 182
_NODES = 40
"""Of the search tree: a limit in seconds would make the answer depend on the machine."""
_GAP = 0.02
_LEAST = 1.0
"""NOK a day on waiting that costs nobody anything: nobody waits for nothing."""
_OVER = 3.0
"""Patients above what is staffed are dearer than the dearest wait, times this."""


@dataclass(frozen=True)
class Start:
    """What the programme proposes. NOK a year."""

    design: Design
    gap: float
    """The share by which a better design of the programme could be cheaper: 0 when it is solved."""
    next_step: dict[str, float]
    """By unit: what a step more would save, its own cost subtracted (the dual price at the proposed design)."""


@dataclass(frozen=True)
class Fluid:
    """Flows between units, on average over all patients."""

    leaving: Floats
    """Share of those in care who become ready in a day."""
    onward: Floats
    """From, to: share of those who become ready."""
    held_for: Floats
    """From, to: share of those who come to a unit that come from there."""
    load: Floats
    """Places that a patient takes."""

    @classmethod
    def of(cls, model: Model, paths: list[Replication]) -> "Fluid":
        place = {unit.id: number for number, unit in enumerate(model.units)}
        size = len(place)
        moves, reached, days, coming = np.zeros((size, size)), np.zeros(size), np.zeros(size), np.zeros(size)
        for rate, group in zip(flow.arrivals_per_day(model), model.groups, strict=True):
            visits = rate * flow.visits(model, group.id) if rate > 0 else np.zeros(size)
            stays = [model.stay_of(unit.id, group.id) for unit in model.units]
            days += visits * [stay.mean if stay else 0.0 for stay in stays]
            reached += visits
            for origin in (OUTSIDE, *place):
                for route in model.routes_of(origin, group.id):
                    if route.to in place and origin in place:
                        moves[place[origin], place[route.to]] += visits[place[origin]] * route.probability
                    elif route.to in place:
                        coming[place[route.to]] += rate * route.probability
        inflow = moves.sum(axis=0) + coming
        used, cared = (
            sum(getattr(path, what).sum(axis=0, dtype=np.float64) for path in paths) for what in ("used", "in_care")
        )
        return cls(
            leaving=np.divide(reached, days, out=np.ones(size), where=days > 0).clip(0.0, 1.0),
            onward=np.divide(moves, reached[:, None], out=np.zeros((size, size)), where=reached[:, None] > 0),
            held_for=np.divide(moves, inflow[None], out=np.zeros((size, size)), where=inflow[None] > 0),
            load=np.divide(used, cared, out=np.ones(size), where=cared > 0),
        )


def paths_of(model: Model, seed: int, count: int) -> list[Replication]:
    """The model with places for everybody."""
    units = tuple(replace(unit, built=None, staffed=(), waiting_room=None) for unit in model.units)
    program = build(long_term(replace(model, units=units)))
    reader = Reader(program)
    return [reader.read(replicate(program, seed, number)) for number in range(count)]


def start(question: Question, seed: int, paths: int = PATHS, days: int = DAYS) -> Start:
    """A design to begin the search from; switches are left as they are today."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    programme = Programme(question, paths_of(question.model, seed, paths), days)
    rows, low, high = programme.rows
    solved = milp(
        programme.cost,
        integrality=programme.integrality,
        bounds=Bounds(programme.low, programme.high),
        constraints=LinearConstraint(rows, low, high),
        options={"node_limit": _NODES, "mip_rel_gap": _GAP},
    )
    if solved.x is None:
        return Start(question.today, float("inf"), {})
    design = tuple(round(float(steps)) for steps in solved.x[: programme.levers])
    _, next_step = relaxed(programme, design)
    return Start(design, float(solved.mip_gap or 0.0), next_step)


def relaxed(programme: "Programme", design: Design) -> tuple[float, dict[str, float]]:
    """What a design costs in the programme above today's places, and what a step more of each lever would save net."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    rows, low, high = programme.rows
    below, above = programme.low.copy(), programme.high.copy()
    below[: programme.levers] = above[: programme.levers] = design
    is_equal = low == high
    upper, lower = ~is_equal & np.isfinite(high), ~is_equal & np.isfinite(low)
    fixed = linprog(
        programme.cost,
        A_ub=vstack([rows[upper], -rows[lower]]),
        b_ub=np.concatenate([high[upper], -low[lower]]),
        A_eq=rows[is_equal],
        b_eq=low[is_equal],
        bounds=np.column_stack([below, above]),
        method="highs",
    )
    if fixed.status != 0:
        return float("inf"), {}
    worth = -(fixed.lower.marginals + fixed.upper.marginals)
    levers = programme.question.levers
    prices = {lever.name: float(worth[at]) for at, lever in enumerate(levers) if not lever.is_switch}
    return float(fixed.fun), prices


class Programme:
    """The columns: steps of the levers; then for each path, kind (x, w, m, over), day and unit."""

    def __init__(self, question: Question, paths: list[Replication], days: int) -> None:
        self.question, self.paths = question, paths
        model = long_term(question.model)
        self.fluid = Fluid.of(model, paths)
        self.units, self.levers = len(model.units), len(question.levers)
        self.days = min(days, len(paths[0].in_care))
        dates = calendar.dates(model)[-len(paths[0].in_care) :]
        scale = [calendar.MINUTES if unit.kind == HOURS else 1 for unit in model.units]
        self.places = np.array(
            [
                [calendar.capacity_on(model, unit, date) / by if unit.built is not None else np.inf
                 for unit, by in zip(model.units, scale, strict=True)]
                for date in dates[: self.days]
            ]
        )  # fmt: skip
        self.block = self.days * self.units
        size = self.levers + 4 * self.block * len(paths)
        self.cost, self.low, self.high = np.zeros(size), np.zeros(size), np.full(size, np.inf)
        self.integrality = np.zeros(size)
        self.integrality[: self.levers] = 1
        self._lever_columns()
        wait = np.maximum(self._wait_cost(model), _LEAST) * DAYS_A_YEAR / self.days / len(paths)
        for number, path in enumerate(paths):
            x, w, over = (self._at(number, kind) for kind in (0, 1, 3))
            self.low[x] = -path.in_care[: self.days].ravel()
            self.cost[w] = np.tile(wait, self.days)
            self.cost[over] = _OVER * wait.max()

    def _at(self, path: int, kind: int) -> slice:
        first = self.levers + (4 * path + kind) * self.block
        return slice(first, first + self.block)

    def _lever_columns(self) -> None:
        counted = self.question.count
        for number, lever in enumerate(self.question.levers):
            is_counted = counted in (SOCIETY, lever.owner)
            self.low[number], self.high[number] = lever.lowest, 0 if lever.is_switch else lever.highest
            self.cost[number] = lever.nok_year if is_counted else 1.0

    def _wait_cost(self, model: Model) -> Floats:
        """NOK a day of one who waits for a unit, to those whose cost counts."""
        prices = Prices.of(build(model))
        counts = [self.question.count in (SOCIETY, unit.owner) for unit in model.units]
        fee, blocked = float(prices.fee[-364:].mean()), prices.blocked[-364:].mean(axis=0)
        cost = np.full(self.units, self.question.waiting_day)
        for to, wanted in enumerate(model.units):
            for at, unit in enumerate(model.units):
                share = self.fluid.held_for[at, to]
                has_fee = unit.has_fee and wanted.pays_fee
                cost[to] += share * (counts[at] * blocked[at] + has_fee * fee * (counts[to] - counts[at]))
        # Nobody is kept out of a free hospital bed to spare the units after it, however little waiting outside costs.
        is_hospital = np.array([unit.has_fee for unit in model.units])
        return np.where(is_hospital, np.maximum(cost, cost.max()), cost)

    @cached_property
    def rows(self) -> tuple[Any, Floats, Floats]:
        """All constraints, with their bounds."""
        from scipy.sparse import coo_array, csr_array, eye_array, kron, vstack

        days, fluid = self.days, self.fluid
        now = csr_array(eye_array(days - 1, days))
        then = csr_array(eye_array(days - 1, days, k=1))
        one = eye_array(self.units)
        size = len(self.cost)
        parts, low, high = [], [], []

        def put(path: int, blocks: dict[int, Any], levers: Any = None) -> Any:
            """Rows from blocks by kind of column."""
            found = coo_array(next(iter(blocks.values())))
            height = found.shape[0]
            i, j, v = [], [], []
            for kind, block in blocks.items():
                entries = coo_array(block)
                i.append(entries.row)
                j.append(entries.col + self._at(path, kind).start)
                v.append(entries.data)
            if levers is not None:
                entries = coo_array(levers)
                i.append(entries.row)
                j.append(entries.col)
                v.append(entries.data)
            return csr_array((np.concatenate(v), (np.concatenate(i), np.concatenate(j))), shape=(height, size))

        stay = kron(now, np.diag(1 - fluid.leaving))
        onward = kron(now, (fluid.leaving[:, None] * fluid.onward).T)
        for number, path in enumerate(self.paths):
            came = path.admitted[: days - 1].ravel().astype(np.float64)
            # In care: x' - stay x - m = -came.
            parts.append(put(number, {0: kron(then, one) - stay, 2: -kron(now, one)}))
            low.append(-came)
            high.append(-came)
            # Waiting: w' - w - onward x + m ≥ came.
            parts.append(put(number, {1: kron(then - now, one), 0: -onward, 2: kron(now, one)}))
            low.append(came)
            high.append(np.full(len(came), np.inf))
            # At first, who is not in care waits: w + x ≥ 0.
            first = csr_array(([1.0], ([0], [0])), shape=(1, days))
            parts.append(put(number, {1: kron(first, one), 0: kron(first, one)}))
            low.append(np.zeros(self.units))
            high.append(np.full(self.units, np.inf))
            # Places: load x + load of those held for others - steps - over ≤ places - load of the path.
            every = eye_array(days)
            held = kron(every, fluid.load[:, None] * fluid.held_for)
            parts.append(
                put(number, {0: kron(every, np.diag(fluid.load)), 1: held, 3: -kron(every, one)}, self._steps())
            )
            high.append((self.places - path.used[:days]).ravel().astype(np.float64))
            low.append(np.full(days * self.units, -np.inf))
        parts.append(self._money())
        low.append(np.full(2, -np.inf))
        staff = np.inf if self.question.staff is None else self.question.staff
        high.append(np.array([np.inf if self.question.budget is None else self.question.budget, staff]))
        return vstack(parts, format="csr"), np.concatenate(low), np.concatenate(high)

    def _steps(self) -> Any:
        """Minus the places that a step of each lever gives, by day and unit."""
        from scipy.sparse import csr_array

        ids = [unit.id for unit in self.question.model.units]
        i, j, v = [], [], []
        for number, lever in enumerate(self.question.levers):
            if not lever.is_switch:
                i += [day * self.units + ids.index(lever.unit) for day in range(self.days)]
                j += [number] * self.days
                v += [-lever.step] * self.days
        return csr_array((v, (i, j)), shape=(self.block, self.levers))

    def _money(self) -> Any:
        """What is spent, and the staff it takes."""
        from scipy.sparse import csr_array

        found = np.zeros((2, len(self.cost)))
        for number, lever in enumerate(self.question.levers):
            found[0, number], found[1, number] = lever.nok_year, lever.staff
        return csr_array(found)
