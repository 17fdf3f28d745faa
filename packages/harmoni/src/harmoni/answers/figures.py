"""Single numbers of a replication, by name: what replications are summarised and scenarios compared by."""

import numpy as np

from harmoni.answers.names import SOCIETY, WAITING
from harmoni.answers.replication import Replication
from harmoni.engine import columns as c
from harmoni.engine.arrays import Floats, Ints
from harmoni.model.parts import Model
from harmoni.ticks import TICKS_PER_DAY


def figures(model: Model, run: Replication) -> dict[str, float]:
    """Name to value; the names are the same for every scenario of a model."""
    found: dict[str, float] = {}
    fee_units = [number for number, unit in enumerate(model.units) if unit.has_fee]
    if fee_units:
        found[WAITING] = float(run.held[:, fee_units].sum(axis=1).mean(dtype=np.float64))
    for number, unit in enumerate(model.units):
        found[f"{unit.id}: in care"] = float(run.in_care[:, number].mean(dtype=np.float64))
        found[f"{unit.id}: held, waiting elsewhere"] = float(run.held[:, number].mean(dtype=np.float64))
        found[f"{unit.id}: waiting outside"] = float(run.outside[:, number].mean(dtype=np.float64))
        admitted, waited = run.group_waits[:, number, 0].sum(), run.group_waits[:, number, 1].sum()
        found[f"{unit.id}: mean wait, days"] = float(waited / TICKS_PER_DAY / admitted) if admitted else 0.0
        found[f"{unit.id}: in within a day"] = within_a_day(run.waits[number].sum(axis=0, dtype=np.int64))
        if run.turned_away[:, number].any() or unit.waiting_room is not None:
            found[f"{unit.id}: turned away a day"] = float(run.turned_away[:, number].mean())
    if fee_units:
        found["fee days a year"] = float(run.fee_days.sum() * 365 / run.fee_days.shape[1])
    parties = [party for party in run.nok_a_year if party]
    if model.prices:
        for party in parties:
            found[f"{party}: fees paid, NOK a year"] = run.fees_paid[party]
            found[f"{party}: cost, NOK a year"] = run.nok_a_year[party]
        found[f"{SOCIETY}: cost, NOK a year"] = float(sum(run.nok_a_year.values()))
    return found


def within_a_day(bins: Ints) -> float:
    """The share that waited less than a day; 1 when nobody came."""
    total = bins.sum()
    return float(bins[:5].sum() / total) if total else 1.0


def bottlenecks(model: Model, causes: Floats) -> list[tuple[str, str, float]]:
    """Units by how many held patients wait because of them: unit, reason, patients on average; the worst first."""
    names = {
        c.PLACES: "too few places",
        c.STAFF: "places without staff",
        c.INTAKE: "closed for intake",
        c.NO_ANSWER: "no answer yet",
        c.RING: "ring of waits",
    }
    total = causes.sum(axis=0)
    rows = [
        (unit.id, names[reason], float(total[number, reason]))
        for number, unit in enumerate(model.units)
        for reason in range(c.REASONS)
        if total[number, reason] > 0
    ]
    return sorted(rows, key=lambda row: -row[2])
