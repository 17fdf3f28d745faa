"""From simulated years to drawings: what of a study goes into which plot."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from harmoni.answers.names import COST, SOCIETY, WAITING, scale_of
from harmoni.engine.program import build
from harmoni.model import calendar, moves
from harmoni.model.parts import HOURS, Model
from harmoni.plots import Difference, Fan, Move, Panel, Picture, Place, fan_of, fans, flow_map
from harmoni.report.findings import Change
from harmoni.report.names import Names
from harmoni.statistics.study import Study

MOST_PLACES = 14
"""What a page has room for. A larger chain is drawn with the units where most wait."""


def map_of(study: Study, names: Names, width: int) -> Picture:
    """The chain on an average day of the study."""
    model, runs = study.model, study.runs

    def mean(series: str) -> NDArray[np.float64]:
        return np.asarray(np.mean([getattr(run, series).mean(axis=0, dtype=np.float64) for run in runs], axis=0))

    in_care, held, used, outside = (mean(series) for series in ("in_care", "held", "used", "outside"))
    root = np.mean([run.causes.sum(axis=(0, 2), dtype=np.float64) for run in runs], axis=0)
    waiting = dict(zip(_pairs(model), np.mean([run.pairs for run in runs], axis=0), strict=True))
    capacity = capacities(model)
    places = [
        Place(
            names.unit(unit.id),
            unit.kind,
            float(used[number]),
            capacity[number],
            float(in_care[number]),
            float(held[number]),
            tuple(
                sorted(
                    ((names.unit(model.units[to].id), float(n)) for (at, to), n in waiting.items() if at == number),
                    key=lambda row: -row[1],
                )
            ),
            float(outside[number]),
            float(root[number]),
        )
        for number, unit in enumerate(model.units)
    ]
    shown = _most_crowded(places)
    number_of = {unit.id: shown.index(number) for number, unit in enumerate(model.units) if number in shown}
    at = {unit.id: number for number, unit in enumerate(model.units)}
    ways = [
        Move(number_of[origin], number_of[to], rate, float(waiting.get((at[origin], at[to]), 0.0)))
        for (origin, to), rate in moves.per_day(model).items()
        if origin in number_of and to in number_of
    ]
    return flow_map(
        [places[number] for number in shown], ways, names.say("report.map_title"), names.say.language, width
    )


@lru_cache(maxsize=2)
def _pairs(model: Model) -> tuple[tuple[int, int], ...]:
    """Which units the engine's pairs are; built once for all drawings of a model."""
    return build(model).pairs


def _most_crowded(places: list[Place]) -> list[int]:
    """All of them in their order; of many, those that hold, wait or keep others waiting most."""
    weight = [place.held + place.root + place.outside for place in places]
    return sorted(sorted(range(len(places)), key=lambda number: -weight[number])[:MOST_PLACES])


def capacities(model: Model) -> list[float | None]:
    """Mean of what may be used over the days that count: places, or hours a week."""
    found: list[float | None] = []
    for unit in model.units:
        series = capacity_series(model, unit.id)
        found.append(None if series is None else float(series.mean()))
    return found


def capacity_series(model: Model, unit_id: str) -> NDArray[np.float64] | None:
    """Day by day over the days that count; None without limit."""
    unit = model.unit(unit_id)
    if unit.built is None:
        return None
    scale = calendar.MINUTES if unit.kind == HOURS else 1
    dates = calendar.dates(model)[calendar.days_before_start(model) :]
    return np.array([calendar.capacity_on(model, unit, date) / scale for date in dates])


def fans_of(study: Study, names: Names, width: int) -> Picture | None:
    """The weeks to come: those who wait in hospital, and the places in use of each unit; None for a single day."""
    model, say = study.model, names.say
    if model.horizon.days < 2:
        return None
    panels: list[Fan] = []
    paying = [number for number, unit in enumerate(model.units) if unit.has_fee]
    if paying:
        series = np.array([run.held[:, paying].sum(axis=1) for run in study.runs], dtype=np.float64)
        panels.append(fan_of(say("report.fan_waiting"), series, say("report.patients")))
    for number, unit in enumerate(model.units[:7]):
        used = np.array([run.used[:, number] for run in study.runs], dtype=np.float64)
        panels.append(
            fan_of(names.unit(unit.id), used, say(f"report.used_{unit.kind}"), capacity_series(model, unit.id))
        )
    return fans(panels, model.horizon.start, say("report.fans_title"), say.language, width)


def panels_of(found: list[tuple[str, Change]], names: Names, is_brief: bool = False) -> list[Panel]:
    """Who waits in hospital, and what it costs: a panel each, a row for each scenario. Brief: not party by party."""
    differences = [(title, change.rows) for title, change in found]
    wanted = [WAITING, *(name for name in differences[0][1] if name.endswith(f": {COST}"))] if found else []
    if is_brief:
        wanted = [WAITING, f"{SOCIETY}: {COST}"]
    panels = []
    for figure in wanted:
        scale = scale_of(figure)
        rows = tuple(
            Difference(title, row.mean / scale, row.low / scale, row.high / scale)
            for title, table in differences
            if (row := table.get(figure)) is not None
        )
        if rows:
            panels.append(Panel(sentence(names.figure(figure)), rows))
    return panels


MOST_ROWS = 24
_TALLEST_PANELS = 30


def on_pages(panels: list[Panel]) -> list[list[Panel]]:
    """The panels together where a page has room for them; else one by one, and a long one in parts."""
    if sum(len(panel.rows) + 2 for panel in panels) <= _TALLEST_PANELS:
        return [panels]
    return [
        [Panel(panel.title, panel.rows[start : start + MOST_ROWS], panel.is_less_better)]
        for panel in panels
        for start in range(0, len(panel.rows), MOST_ROWS)
    ]


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
