"""Forecasts and scores as tables that a person can read."""

import datetime as dt
from collections.abc import Sequence

from rich.table import Table

from harmoni.cli.show import number
from harmoni.forecast import score as s
from harmoni.forecast.make import EVERYWHERE, READY, Forecast, Series

_WORDS = {"patients": "there", "ready": "ready and waiting", "outside": "waiting from outside"}


def label(unit: str, what: str) -> str:
    if unit == EVERYWHERE:
        return "ready and waiting in hospital"
    return f"{unit}: {_WORDS[what]}"


def overview(found: Forecast) -> Table:
    """Every series: today, and the fan tomorrow, in a week, and on the last day."""
    table = Table(
        title=f"{found.title}: {found.days} days from {found.start}",
        caption=f"Mean over the day: median, and what 90 of 100 lie between. {found.replications} replications, "
        f"seed {found.seed}." + (f" With {found.scenario}." if found.scenario else ""),
    )
    days = sorted({0, min(6, found.days - 1), found.days - 1})
    table.add_column("patients")
    table.add_column("now", justify="right")
    for day in days:
        table.add_column(f"{found.start + dt.timedelta(days=day):%a %d.%m.}", justify="right")
    for series in found.series:
        low, _, middle, _, high = series.quantiles()
        cells = [f"{number(middle[day])} ({number(low[day])}–{number(high[day])})" for day in days]
        table.add_row(label(series.unit, series.what), number(series.today), *cells)
    return table


def chosen(found: Forecast, unit: str | None) -> list[Series]:
    """What is shown day by day: a unit that was asked for, else those who are ready in hospital."""
    if unit:
        return [series for series in found.series if series.unit == unit]
    return [series for series in found.series if (series.unit, series.what) == (EVERYWHERE, READY)]


def by_day(found: Forecast, series: Series, above: int | None) -> Table:
    table = Table(title=f"Day by day: {label(series.unit, series.what)}")
    table.add_column("day")
    for heading in ("5 of 100 below", "25 below", "median", "25 above", "5 of 100 above"):
        table.add_column(heading, justify="right")
    if above is not None:
        table.add_column(f"chance of more than {above}", justify="right")
        chance = series.chance_above(above)
    for day, row in enumerate(series.quantiles().T):
        cells = [number(value) for value in row]
        if above is not None:
            cells.append(f"{chance[day]:.0%}")
        table.add_row(f"{found.start + dt.timedelta(days=day):%a %d.%m.}", *cells)
    return table


def promises(found: Forecast) -> Table:
    table = Table(title=f"What {found.scenario} should change, on average over {found.days} days")
    table.add_column("patients")
    table.add_column("change", justify="right")
    table.add_column("90 of 100 lie between", justify="right")
    for row in found.promised:
        if not row.mean == row.low == row.high == 0:
            table.add_row(label(row.unit, row.what), number(row.mean), f"{number(row.low)} and {number(row.high)}")
    return table


def scores(points: Sequence[s.Point]) -> Table:
    total = s.summarise(points)
    table = Table(
        title=f"{total.forecasts} forecasts against what came, {total.points} values",
        caption="CRPS: distance between fan and what came, in patients. Skill: 1 is perfect, 0 no better than «as it is "
        "today».",
    )
    table.add_column("patients")
    for heading in ("said", "came", "in the 50 % fan", "in the 90 % fan", "CRPS", "skill"):
        table.add_column(heading, justify="right")
    table.add_column("reading")
    groups = {**s.table(points, lambda point: label(point.unit, point.what)), **s.table(points, s.by_week)}
    for name, row in {**groups, "all": total}.items():
        skill = "" if row.skill != row.skill else f"{row.skill:.2f}".replace("-", "−")
        cells = [number(row.expected), number(row.came), *(f"{share:.0%}" for share in row.coverage)]
        table.add_row(name, *cells, number(row.crps), skill, row.verdict)
    return table


def places(total: s.Score) -> Table:
    """Where in the fan the days fell: a bar for each tenth."""
    table = Table(title="Where in the fan it came (all tenths should be alike)")
    table.add_column("tenth", justify="right")
    table.add_column("values", justify="right")
    table.add_column("")
    most = max(total.pit) or 1
    for place, count in enumerate(total.pit):
        table.add_row(str(place + 1), str(count), "█" * round(30 * count / most))
    return table


def effects(forecast: Forecast, rows: Sequence[s.Effect]) -> Table:
    table = Table(
        title=f"What {forecast.scenario} changed from {forecast.start}, on average over {forecast.days} days",
        caption="Reached: what came, less what was expected without it. 90 of 100 lie in brackets.",
    )
    table.add_column("patients")
    for heading in ("promised", "reached"):
        table.add_column(heading, justify="right")
    table.add_column("reading")
    for row in rows:
        cells = [f"{number(mean)} ({number(low)} to {number(high)})" for mean, low, high in (row.promised, row.reached)]
        style = "dim" if row.verdict == "cannot be told from 0" else None
        table.add_row(label(row.unit, row.what), *cells, row.verdict, style=style)
    return table
